import { LEGACY_FROM, type LegacyRow } from './rows.js'

/** Its name in the data folder of the former client. */
export const LEGACY_FILE = 'hubnity.db'

/** What it takes of a SQLite driver: better-sqlite3's `Database` or Node's own `DatabaseSync`. */
export interface OpenSqlite {
  exec(sql: string): unknown
  prepare(sql: string): { run(...values: never[]): unknown }
}

/**
 * Each adds to the one before: `early` the columns error_message, priority and idempotency_key, `middle` the table
 * app_meta, `newest` user_version 5 and milliseconds in started_at.
 */
export const LEGACY_SCHEMAS = ['oldest', 'early', 'middle', 'newest'] as const
export type LegacySchema = (typeof LEGACY_SCHEMAS)[number]

/** What the former client counted of a day. Values may be such as it never wrote. */
export interface LegacyDay {
  /** `2026-01-02` */
  readonly day: unknown
  readonly seconds: unknown
}

export interface LegacyContent {
  /** @default 'newest' */
  readonly schema?: LegacySchema
  /** Columns that refuse NULL, and ids that are never used again; else a row may hold anything. @default false */
  readonly strict?: boolean
  readonly rows?: readonly LegacyRow[]
  readonly days?: readonly LegacyDay[]
  /** Who is signed in, where the schema has a place for it. @default nobody */
  readonly user?: string
  /** Unix seconds of the first row. @default LEGACY_FROM */
  readonly from?: number
}

const LOOSE = `id INTEGER PRIMARY KEY, entity_type TEXT, payload TEXT, status TEXT DEFAULT 'pending', retry_count INT,
  created_at INT, last_retry_at INT`
const STRICT = `id INTEGER PRIMARY KEY AUTOINCREMENT, entity_type TEXT NOT NULL, payload TEXT NOT NULL,
  status TEXT NOT NULL DEFAULT 'pending', retry_count INTEGER NOT NULL DEFAULT 0, created_at INTEGER NOT NULL,
  last_retry_at INTEGER`
const ADDED_EARLY = 'error_message TEXT, priority INTEGER DEFAULT 2, idempotency_key TEXT'

/**
 * Makes of an empty database what the former client left, with bytes of deleted rows still in it. It stays open; close
 * it, or do not, like a client that runs or was killed.
 */
export function legacyDatabase<D extends OpenSqlite>(database: D, content: LegacyContent = {}): D {
  const { schema = 'newest', strict = false, rows = [], days = [], user, from = LEGACY_FROM } = content
  const age = LEGACY_SCHEMAS.indexOf(schema)
  const columns = strict ? STRICT : LOOSE
  database.exec(`PRAGMA journal_mode = WAL; PRAGMA secure_delete = OFF; PRAGMA user_version = ${age < 3 ? 0 : 5};
    CREATE TABLE sync_queue (${age < 1 ? columns : `${columns}, ${ADDED_EARLY}`});
    CREATE TABLE time_entries (id INTEGER PRIMARY KEY, day TEXT UNIQUE, accumulated_seconds INTEGER, state TEXT,
      last_updated_at INTEGER, started_at INTEGER)`)
  database.exec('BEGIN')
  if (age >= 2) addMeta(database, user)
  addDays(database, days, from, age < 3 ? from : from * 1000)
  addLegacyRows(database, rows, from)
  database.exec('COMMIT')
  return database
}

/** Each a minute after the one before, unless it says when. Begins no transaction of its own. */
export function addLegacyRows(database: OpenSqlite, rows: readonly LegacyRow[], from = LEGACY_FROM): void {
  const insert = inserting(
    database,
    'INSERT INTO sync_queue (entity_type, payload, status, retry_count, created_at) VALUES (?, ?, ?, 0, ?)',
  )
  for (const [index, row] of rows.entries()) {
    const { entity_type = 'time_entry_start', payload, status = 'pending', created_at = from + index * 60 } = row
    insert(entity_type, asStored(payload), status, created_at)
  }
}

function addMeta(database: OpenSqlite, user: string | undefined): void {
  database.exec('CREATE TABLE app_meta (key TEXT PRIMARY KEY, value TEXT)')
  if (user !== undefined) inserting(database, "INSERT INTO app_meta VALUES ('current_user_id', ?)")(user)
}

function addDays(database: OpenSqlite, days: readonly LegacyDay[], updatedAt: number, startedAt: number): void {
  const insert = inserting(
    database,
    `INSERT INTO time_entries (day, accumulated_seconds, state, last_updated_at, started_at)
      VALUES (?, ?, 'stopped', ?, ?)`,
  )
  for (const { day, seconds } of days) insert(day, seconds, updatedAt, startedAt)
}

/** A driver declares the values that it binds; what a test plants may be one that it refuses. */
function inserting(database: OpenSqlite, sql: string): (...values: unknown[]) => void {
  const statement = database.prepare(sql)
  return (...values) => void statement.run(...(values as never[]))
}

function asStored(payload: unknown): unknown {
  const isContent = typeof payload === 'object' && payload !== null && !(payload instanceof Uint8Array)
  return isContent ? JSON.stringify(payload) : payload
}
