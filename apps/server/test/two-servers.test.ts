import BetterSqlite3 from 'better-sqlite3'
import { expect, test } from 'vitest'
import { Database } from '../src/database/database.js'
import { accounts } from '../src/database/entities.js'
import { running, TestClock, tempFolder } from './support/harness.js'
import { EntryScript, send } from './support/items.js'

const row = (id: string) => ({ id, email: id, emailKey: id, name: null, passwordHash: '', createdAt: 1 })

async function opened(file: string, busyMs = 10_000) {
  const database = new Database({ file, clock: new TestClock(), busyMs })
  await database.open()
  return database
}

test('two servers that start together on a new file agree on its tables and its key', async () => {
  const dataDir = tempFolder()
  const [one, two] = await Promise.all([running({ dataDir }), running({ dataDir })])
  const { tokens } = await one.api.register('ada@example.com')
  expect((await two.api.as(tokens.accessToken).get('/v1/me')).status).toBe(200)
})

test('two servers on one file take the same items at once, each once', async () => {
  const dataDir = tempFolder()
  const one = await running({ dataDir })
  const two = await running({ dataDir })
  const ada = await one.api.signedIn()
  const adaAtTwo = two.api.as(ada.token ?? '')
  const entries = Array.from({ length: 15 }, () => new EntryScript().whole())
  await Promise.all(entries.flatMap((items) => [send(ada, items), send(adaAtTwo, items)]))
  const db = new BetterSqlite3(one.databaseFile, { readonly: true })
  expect(db.prepare('SELECT COUNT(*), COUNT(DISTINCT id) FROM events').raw().get()).toEqual([60, 60])
  expect(db.pragma('integrity_check', { simple: true })).toBe('ok')
  db.close()
})

test('one transaction rolling back takes nothing of another one with it', async () => {
  const database = await opened(`${tempFolder()}/test.db`)
  const failing = database.write(async ({ manager }) => {
    await manager.insert(accounts, row('a'))
    await new Promise((resolve) => setImmediate(resolve))
    throw new Error('no')
  })
  const sound = database.write(({ manager }) => manager.insert(accounts, row('b')))
  await expect(failing).rejects.toThrow('no')
  await sound
  expect((await database.read((manager) => manager.find(accounts))).map(({ id }) => id)).toEqual(['b'])
  await database.close()
})

test('a read never sees what is not committed', async () => {
  const database = await opened(`${tempFolder()}/test.db`)
  const write = database.write(async ({ manager }) => {
    await manager.insert(accounts, row('a'))
    await new Promise((resolve) => setImmediate(resolve))
    throw new Error('no')
  })
  const read = database.read((manager) => manager.count(accounts))
  await expect(write).rejects.toThrow('no')
  expect(await read).toBe(0)
  await database.close()
})

test('a savepoint undoes its own work only', async () => {
  const database = await opened(`${tempFolder()}/test.db`)
  await database.write(async ({ manager, savepoint }) => {
    await savepoint(() => manager.insert(accounts, row('a')))
    await savepoint(async () => {
      await manager.insert(accounts, row('b'))
      throw new Error('no')
    }).catch(() => undefined)
    await savepoint(() => manager.insert(accounts, row('c')))
  })
  expect((await database.read((manager) => manager.find(accounts))).map(({ id }) => id)).toEqual(['a', 'c'])
  await database.close()
})

test('a write begins only when no other process writes: what it reads is still so when it is written', async () => {
  const file = `${tempFolder()}/test.db`
  const database = await opened(file, 0)
  const other = new BetterSqlite3(file)
  let begun = 0
  const add = () =>
    database.write(async ({ manager }) => {
      begun += 1
      if ((await manager.count(accounts)) === 0) await manager.insert(accounts, row('a'))
    })
  other.exec('BEGIN IMMEDIATE')
  await expect(add()).rejects.toThrow('locked')
  expect(begun).toBe(0)
  other.exec('COMMIT')
  await add()
  expect(begun).toBe(1)
  other.close()
  await database.close()
})

test('a write waits for another process, and gives up in time', async () => {
  const file = `${tempFolder()}/test.db`
  const database = await opened(file, 50)
  const other = new BetterSqlite3(file)
  other.exec('BEGIN IMMEDIATE')
  await expect(database.write(({ manager }) => manager.insert(accounts, row('a')))).rejects.toThrow('locked')
  const waiting = database.write(({ manager }) => manager.insert(accounts, row('b')))
  other.exec('COMMIT')
  await waiting
  expect(await database.read((manager) => manager.count(accounts))).toBe(1)
  other.close()
  await database.close()
})

test('closing waits for the work under way', async () => {
  const database = await opened(`${tempFolder()}/test.db`)
  const write = database.write(async ({ manager }) => {
    await new Promise((resolve) => setImmediate(resolve))
    await manager.insert(accounts, row('a'))
  })
  await database.close()
  await write
  await expect(database.read((manager) => manager.count(accounts))).rejects.toThrow('closed')
})
