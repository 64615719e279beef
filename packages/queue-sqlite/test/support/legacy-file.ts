import Database from 'better-sqlite3'

export interface LegacyRow {
  readonly entity_type?: string
  readonly payload: unknown
  readonly status?: string
  /** Unix seconds. */
  readonly created_at?: number
}

export type LegacyVersion = 'oldest' | 'newest'

const OLDEST = `CREATE TABLE sync_queue (id INTEGER PRIMARY KEY AUTOINCREMENT, entity_type TEXT NOT NULL,
  payload TEXT NOT NULL, status TEXT NOT NULL DEFAULT 'pending', retry_count INTEGER NOT NULL DEFAULT 0,
  created_at INTEGER NOT NULL, last_retry_at INTEGER`

/** Opens a file as the predecessor would have left it; the caller closes it, or does not, like a killed program. */
export function writeLegacyFile(file: string, version: LegacyVersion, rows: readonly LegacyRow[]): Database.Database {
  const database = new Database(file)
  database.pragma('journal_mode = WAL')
  database.pragma('secure_delete = OFF')
  if (version === 'newest') {
    database.pragma('user_version = 5')
    database.exec(`${OLDEST}, error_message TEXT, priority INTEGER DEFAULT 2, idempotency_key TEXT)`)
    database.exec('CREATE TABLE app_meta (key TEXT PRIMARY KEY, value TEXT)')
  } else database.exec(`${OLDEST})`)
  database.exec(`CREATE TABLE time_entries (id INTEGER PRIMARY KEY, day TEXT UNIQUE, accumulated_seconds INTEGER,
    state TEXT, last_updated_at INTEGER, started_at INTEGER)`)
  const insert = database.prepare(
    'INSERT INTO sync_queue (entity_type, payload, status, created_at) VALUES (?, ?, ?, ?)',
  )
  rows.forEach(({ entity_type = 'time_entry_start', payload, status = 'pending', created_at }, index) => {
    const text = typeof payload === 'string' ? payload : JSON.stringify(payload)
    insert.run(entity_type, text, status, created_at ?? 1_700_000_000 + index * 60)
  })
  return database
}
