import Database from 'better-sqlite3'

/** In half of its payloads. */
export const OLD_TOKENS = ['old-access-token-4f1c', 'old-refresh-token-9b2d', 'RU5DUllQVEVELXRva2Vu']
const ENCRYPTED = 'AAECAwQFBgcICQoL3mCGKlq2IieR72kQWoobgLiQj6laP7Py06Ljt3rlMY2jrxdKHKjJEBUEPA87PVnzBDuZ9taEsrBq5bNAHg=='
/** Unix seconds. */
export const OLD_WORK_STARTED = Date.UTC(2026, 0, 5, 8) / 1000

/** The oldest schema (no `priority`), with payloads of all kinds: plain, with tokens, with encrypted tokens, unreadable. */
export function placeOldQueue(file: string, projectId = 'p-1'): void {
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
  const start = { projectId, userId: 'u-1', description: 'Old work', accessToken: access, refreshToken: refresh }
  const rows: [string, unknown, string, number][] = [
    ['time_entry_start', start, 'pending', OLD_WORK_STARTED],
    ['time_entry_pause', { id: 'temp-1' }, 'failed', OLD_WORK_STARTED + 600],
    [
      'time_entry_resume',
      { id: 'temp-1', accessToken: encrypted, _encrypted: true },
      'pending',
      OLD_WORK_STARTED + 1200,
    ],
    ['time_entry_stop', { id: 'temp-1', accessToken: access }, 'pending', OLD_WORK_STARTED + 3600],
    ['time_entry_stop', ENCRYPTED, 'pending', OLD_WORK_STARTED + 4000],
    ['time_entry_start', { ...start, description: 'Delivered long ago' }, 'sent', OLD_WORK_STARTED - 9000],
  ]
  for (const [type, payload, status, createdAt] of rows)
    insert.run(type, typeof payload === 'string' ? payload : JSON.stringify(payload), status, createdAt)
  database.close()
}
