import { EventEmitter, once } from 'node:events'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setImmediate } from 'node:timers/promises'
import BetterSqlite3 from 'better-sqlite3'
import { expect, test } from 'vitest'
import { createServer } from '../src/index.js'
import { CHEAP, running, StoppedClock, tempFolder } from './support/harness.js'
import { EntryScript, outcomes, send } from './support/items.js'

test('what was received is there after a restart', async () => {
  const first = await running()
  const items = new EntryScript().whole()
  await send(await first.api.signedIn(), items)
  await first.server.stop()
  const { api } = await running({ dataDir: first.dataDir })
  const login = await api.post<{ tokens: { accessToken: string } }>('/v1/auth/login', {
    email: 'ada@example.com',
    password: 'correct horse',
  })
  expect(await outcomes(api.as(login.body.tokens.accessToken), items)).toEqual(Array(4).fill('duplicate'))
})

test('stopping lets a running request finish, and ends its kept-alive connection', async () => {
  const server = createServer({ dataDir: tempFolder(), port: 0, passwordCost: CHEAP, clock: new StoppedClock() })
  const gate = new EventEmitter()
  const entered = once(gate, 'entered')
  server.fastify.addHook('preHandler', async () => {
    const released = once(gate, 'released')
    gate.emit('entered')
    await released
  })
  const { url } = await server.start()
  const answer = fetch(`${url}/v1/health`)
  await entered
  const stopped = server.stop()
  while (server.fastify.server.listening) await setImmediate()
  gate.emit('released')
  expect((await answer).status).toBe(200)
  await stopped
  await expect(fetch(`${url}/v1/health`)).rejects.toThrow()
})

test('a request that never ends does not keep the server from stopping', async () => {
  const { server, url } = await running({ stopTimeoutMs: 10 })
  const endless = fetch(`${url}/v1/auth/login`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: new ReadableStream({ start: (controller) => controller.enqueue(new TextEncoder().encode('{')) }),
    duplex: 'half',
  } as RequestInit)
  const failed = expect(endless).rejects.toThrow()
  await server.stop()
  await failed
})

test('a port in use is told in one sentence', async () => {
  const { url } = await running()
  const port = Number(new URL(url).port)
  const second = createServer({ dataDir: tempFolder(), port })
  await expect(second.start()).rejects.toMatchObject({
    code: 'PORT_IN_USE',
    message: `Port ${port} on 127.0.0.1 is already in use.`,
    hint: expect.stringContaining('--port'),
  })
})

test('an address that is not ours is told in one sentence', async () => {
  const server = createServer({ dataDir: tempFolder(), host: '203.0.113.1', port: 0 })
  await expect(server.start()).rejects.toMatchObject({ code: 'ADDRESS_UNAVAILABLE' })
})

test('a server without a place for its data is refused', () => {
  expect(() => createServer({})).toThrow(expect.objectContaining({ code: 'DATA_FOLDER_MISSING' }))
})

test('a folder that cannot be one is told in one sentence', async () => {
  const folder = tempFolder()
  writeFileSync(join(folder, 'file'), '')
  const server = createServer({ dataDir: join(folder, 'file', 'data'), port: 0 })
  await expect(server.start()).rejects.toMatchObject({ code: 'DATA_FOLDER_UNUSABLE', kind: 'storage' })
})

test('a database file that is a folder, or no database, is told in one sentence and left as it is', async () => {
  const folder = tempFolder()
  mkdirSync(join(folder, 'folder'))
  writeFileSync(join(folder, 'text'), 'this is no database '.repeat(500))
  const asFolder = createServer({ databaseFile: join(folder, 'folder'), port: 0 })
  await expect(asFolder.start()).rejects.toMatchObject({ code: 'DATA_FOLDER_UNUSABLE' })
  const asText = createServer({ databaseFile: join(folder, 'text'), port: 0 })
  await expect(asText.start()).rejects.toMatchObject({ code: 'DATABASE_UNREADABLE' })
})

test('a database of a newer version is refused and left as it is', async () => {
  const { server, dataDir, databaseFile } = await running()
  await server.stop()
  const db = new BetterSqlite3(databaseFile)
  db.prepare('INSERT INTO migrations (timestamp, name) VALUES (?, ?)').run(2e12, 'FromTheFuture2000000000000')
  db.close()
  await expect(running({ dataDir })).rejects.toMatchObject({ code: 'DATABASE_TOO_NEW', kind: 'storage' })
})

test('inject works before start, on the opened database', async () => {
  const server = createServer({ dataDir: tempFolder() })
  expect((await server.fastify.inject('/v1/health')).statusCode).toBe(200)
  await server.stop()
})

test('stopping twice, or before starting, is fine', async () => {
  const server = createServer({ dataDir: tempFolder(), port: 0 })
  await server.stop()
  await server.stop()
})
