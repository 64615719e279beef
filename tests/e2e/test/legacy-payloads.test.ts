import { join } from 'node:path'
import Database from 'better-sqlite3'
import { expect, it } from 'vitest'
import { MockedWorld } from './support/mocked-world.js'
import { filesBelow } from './support/real-world.js'

const OLD_TOKENS = ['old-access-token-4f1c', 'old-refresh-token-9b2d', 'RU5DUllQVEVELXRva2Vu']
const ENCRYPTED = 'AAECAwQFBgcICQoL3mCGKlq2IieR72kQWoobgLiQj6laP7Py06Ljt3rlMY2jrxdKHKjJEBUEPA87PVnzBDuZ9taEsrBq5bNAHg=='
const STARTED = Date.UTC(2026, 0, 5, 8) / 1000

it('a queue of the old client, tokens in half of its payloads, is delivered without one of them', async () => {
  const world = new MockedWorld()
  placeOldQueue(join(world.folder, 'meantime.db'))

  expect((await world.cli('status')).code).toBe(0)
  expect((await world.signIn()).code).toBe(0)
  expect((await world.cli('sync')).code).toBe(0)

  expect(world.ledger.entries()).toMatchObject([
    {
      description: 'Old work',
      state: 'stopped',
      segments: [
        { from: STARTED * 1000, to: (STARTED + 600) * 1000 },
        { from: (STARTED + 1200) * 1000, to: (STARTED + 3600) * 1000 },
      ],
    },
  ])
  const sent = JSON.stringify(world.server.requests)
  for (const token of OLD_TOKENS) {
    expect(sent).not.toContain(token)
    expect(world.printed).not.toContain(token)
    for (const { path, bytes } of filesBelow(world.folder)) expect(bytes.includes(token), path).toBe(false)
  }
})

/** The oldest schema (no `priority`), with payloads of all kinds: plain, with tokens, with encrypted tokens, unreadable. */
function placeOldQueue(file: string): void {
  const database = new Database(file)
  database.pragma('journal_mode = WAL')
  database.pragma('secure_delete = OFF')
  database.exec(`CREATE TABLE sync_queue (id INTEGER PRIMARY KEY AUTOINCREMENT, entity_type TEXT NOT NULL,
    payload TEXT NOT NULL, status TEXT NOT NULL DEFAULT 'pending', retry_count INTEGER NOT NULL DEFAULT 0,
    created_at INTEGER NOT NULL, last_retry_at INTEGER)`)
  const insert = database.prepare(
    'INSERT INTO sync_queue (entity_type, payload, status, created_at) VALUES (?, ?, ?, ?)',
  )
  const [access, refresh, encrypted] = OLD_TOKENS
  const start = { projectId: 'p-1', userId: 'u-1', description: 'Old work', accessToken: access, refreshToken: refresh }
  const rows: [string, unknown, string, number][] = [
    ['time_entry_start', start, 'pending', STARTED],
    ['time_entry_pause', { id: 'temp-1' }, 'failed', STARTED + 600],
    ['time_entry_resume', { id: 'temp-1', accessToken: encrypted, _encrypted: true }, 'pending', STARTED + 1200],
    ['time_entry_stop', { id: 'temp-1', accessToken: access }, 'pending', STARTED + 3600],
    ['time_entry_stop', ENCRYPTED, 'pending', STARTED + 4000],
    ['time_entry_start', { ...start, description: 'Delivered long ago' }, 'sent', STARTED - 9000],
  ]
  for (const [type, payload, status, createdAt] of rows)
    insert.run(type, typeof payload === 'string' ? payload : JSON.stringify(payload), status, createdAt)
  database.close()
}
