import { createCipheriv, randomBytes } from 'node:crypto'
import Database from 'better-sqlite3'

export interface LegacyRow {
  readonly entity_type?: string
  readonly payload: unknown
  readonly status?: string
  /** Unix seconds. */
  readonly created_at?: unknown
}

/** `oldest` has no priority and no app_meta; `middle` has both, user_version 0; `newest` says 5 and keeps ms. */
export type LegacySchema = 'oldest' | 'middle' | 'newest'

export interface LegacyContent {
  readonly schema?: LegacySchema
  readonly rows?: readonly LegacyRow[]
  readonly days?: readonly { readonly day: unknown; readonly seconds: unknown }[]
  readonly user?: string
}

const OLDEST = `CREATE TABLE sync_queue (id INTEGER PRIMARY KEY, entity_type TEXT, payload TEXT,
  status TEXT DEFAULT 'pending', retry_count INT, created_at INT, last_retry_at INT`

/** 2026-01-02, 09:00 UTC in seconds. */
export const T0 = Date.UTC(2026, 0, 2, 9) / 1000
export const MINUTE = 60

/** Opens a file as the former client would have written it; the caller closes it, or does not, like a program that runs. */
export function legacyDatabase(file: string, content: LegacyContent = {}): Database.Database {
  const { schema = 'newest', rows = [], days = [], user } = content
  const database = new Database(file)
  database.pragma('journal_mode = WAL')
  if (schema === 'oldest') database.exec(`${OLDEST})`)
  else {
    database.exec(`${OLDEST}, error_message TEXT, priority INTEGER DEFAULT 2, idempotency_key TEXT)`)
    database.exec('CREATE TABLE app_meta (key TEXT PRIMARY KEY, value TEXT)')
    if (user !== undefined) database.prepare("INSERT INTO app_meta VALUES ('current_user_id', ?)").run(user)
  }
  if (schema === 'newest') database.pragma('user_version = 5')
  database.exec(`CREATE TABLE time_entries (id INTEGER PRIMARY KEY, day TEXT UNIQUE, accumulated_seconds INTEGER,
    state TEXT, last_updated_at INTEGER, started_at INTEGER)`)
  const startedAt = schema === 'newest' ? T0 * 1000 : T0
  const day = database.prepare(
    "INSERT INTO time_entries (day, accumulated_seconds, state, last_updated_at, started_at) VALUES (?, ?, 'stopped', ?, ?)",
  )
  for (const { day: name, seconds } of days) day.run(name, seconds, T0, startedAt)
  addRows(database, rows)
  return database
}

/** Each a minute after the one before, unless it says when. */
export function addRows(database: Database.Database, rows: readonly LegacyRow[]): void {
  const insert = database.prepare(
    'INSERT INTO sync_queue (entity_type, payload, status, retry_count, created_at) VALUES (?, ?, ?, 0, ?)',
  )
  rows.forEach(({ entity_type = 'time_entry_start', payload, status = 'pending', created_at }, index) => {
    const text = typeof payload === 'object' && !Buffer.isBuffer(payload) ? JSON.stringify(payload) : payload
    insert.run(entity_type, text, status, created_at === undefined ? T0 + index * MINUTE : created_at)
  })
}

export const LITERAL_KEY = Buffer.from('default-encryption-key-32-bytes!').toString('hex')

/** base64(nonce ‖ ciphertext ‖ tag). */
export function encrypted(payload: unknown, hexKey = LITERAL_KEY, nonce = randomBytes(12)): string {
  const cipher = createCipheriv('aes-256-gcm', Buffer.from(hexKey, 'hex'), nonce)
  const text = typeof payload === 'string' ? payload : JSON.stringify(payload)
  return Buffer.concat([nonce, cipher.update(text, 'utf8'), cipher.final(), cipher.getAuthTag()]).toString('base64')
}

export const start = (description: string, more: object = {}): LegacyRow => ({
  payload: { projectId: 'p-1', userId: 'u-1', description, ...more },
})
export const step = (type: 'pause' | 'resume' | 'stop', id = 'temp-1'): LegacyRow => ({
  entity_type: `time_entry_${type}`,
  payload: { id },
})
export const JPEG = Buffer.from([0xff, 0xd8, 0xff, 0xe0, 1, 2, 3])
export const shot = (id = 'temp-1', bytes: Buffer = JPEG): LegacyRow => ({
  entity_type: 'screenshot',
  payload: { imageData: `data:image/jpeg;base64,${bytes.toString('base64')}`, timeEntryId: id },
})
