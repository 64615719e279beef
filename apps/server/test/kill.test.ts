import { join } from 'node:path'
import type { EntriesPage, ItemResult } from '@meantime/protocol'
import BetterSqlite3 from 'better-sqlite3'
import { expect, test } from 'vitest'
import { Api, tempFolder } from './support/harness.js'
import { EntryScript, send } from './support/items.js'
import { spawnServer } from './support/process.js'

test('killed in the middle of batches, again and again, the server ends with every item exactly once', async () => {
  const dataDir = tempFolder()
  const batches = Array.from({ length: 60 }, () => [...new EntryScript().whole(), ...new EntryScript().whole()])
  const told = new Map<string, ItemResult>()
  let token: string | undefined

  for (const killAfter of [1, 7, 15]) {
    const server = await spawnServer(dataDir)
    const api = new Api(server.url)
    token ??= (await api.register('ada@example.com')).tokens.accessToken
    const ada = api.as(token)
    let answered = 0
    let ended: Promise<unknown> | undefined
    // All are under way at once, so the kill finds some waiting, some being written and some being answered.
    await Promise.allSettled(
      batches.map(async (items) => {
        const results = await send(ada, items)
        for (const [id, result] of results) {
          // What was once told to be done must never be told to be new.
          if (told.has(id)) expect(result.status).toBe('duplicate')
          told.set(id, result)
        }
        answered += 1
        if (answered === killAfter) ended = server.end('SIGKILL')
      }),
    )
    expect(ended).toBeDefined()
    await ended
  }

  const server = await spawnServer(dataDir)
  const ada = new Api(server.url).as(token ?? '')
  for (const items of batches) {
    for (const [id, { status }] of await send(ada, items)) {
      expect(['applied', 'duplicate']).toContain(status)
      if (told.has(id)) expect(status).toBe('duplicate')
    }
  }
  const { entries } = (await ada.get<EntriesPage>('/v1/entries?limit=1000')).body
  expect(entries).toHaveLength(120)
  expect(entries.every(({ state, workedMs }) => state === 'stopped' && workedMs === 120_000)).toBe(true)
  expect(await server.end('SIGTERM')).toBe(0)

  const db = new BetterSqlite3(join(dataDir, 'meantime-server.db'), { readonly: true })
  expect(db.prepare('SELECT COUNT(*), COUNT(DISTINCT id) FROM events').raw().get()).toEqual([480, 480])
  expect(db.prepare('SELECT COUNT(*) FROM receipts JOIN events ON id = item_id AND position = seq').pluck().get()).toBe(
    480,
  )
  expect(db.pragma('integrity_check', { simple: true })).toBe('ok')
  db.close()
}, 60_000)
