import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import Database from 'better-sqlite3'

/** In clear in every payload. */
export const TOKEN = 'PLANTED-TOKEN'
const JPEG = Buffer.from([0xff, 0xd8, 0xff, 0xe0, 1, 2, 3]).toString('base64')

/** What the former client left: an entry that was delivered, one with a picture that was not, one that runs, damage. */
export function legacyDatabase(folder: string, from: number): string {
  mkdirSync(folder, { recursive: true })
  const database = new Database(join(folder, 'hubnity.db'))
  database.pragma('journal_mode = WAL')
  database.exec(`CREATE TABLE sync_queue (id INTEGER PRIMARY KEY, entity_type TEXT, payload TEXT,
    status TEXT DEFAULT 'pending', retry_count INT, created_at INT, last_retry_at INT)`)
  const insert = database.prepare(
    'INSERT INTO sync_queue (entity_type, payload, status, created_at) VALUES (?, ?, ?, ?)',
  )
  const add = (type: string, payload: object, status: string, minute: number) =>
    insert.run(type, JSON.stringify({ ...payload, accessToken: TOKEN }), status, Math.floor(from / 1000) + minute * 60)
  const start = (description: string) => ({ projectId: 'p-1', userId: 'u-1', description })
  add('time_entry_start', start('Delivered'), 'sent', 0)
  add('time_entry_stop', { id: 's-1' }, 'sent', 30)
  add('time_entry_start', start('Waiting'), 'pending', 60)
  add('screenshot', { imageData: `data:image/jpeg;base64,${JPEG}`, timeEntryId: 'temp-2' }, 'pending', 70)
  add('time_entry_stop', { id: 'temp-2' }, 'failed', 90)
  add('time_entry_start', start('Running'), 'pending', 95)
  insert.run('time_entry_pause', '{broken', 'pending', Math.floor(from / 1000) + 97 * 60)
  database.close()
  return join(folder, 'hubnity.db')
}
