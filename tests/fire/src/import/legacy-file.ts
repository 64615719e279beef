import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import type { Life, Row } from './life.js'

export const SCHEMAS = ['oldest', 'without-user', 'newest'] as const
export type Schema = (typeof SCHEMAS)[number]
export const FILE = 'hubnity.db'

const OLDEST = `CREATE TABLE sync_queue (id INTEGER PRIMARY KEY, entity_type TEXT, payload TEXT,
  status TEXT DEFAULT 'pending', retry_count INT, created_at INT, last_retry_at INT`

/** Open, in WAL mode, as the former client has it while it runs. */
export function legacyFile(
  folder: string,
  schema: Schema,
  { rows, keys }: Pick<Life, 'rows' | 'keys'>,
): Database.Database {
  mkdirSync(folder, { recursive: true })
  if (keys.file !== undefined) writeFileSync(join(folder, '.hubnity_encryption_key'), keys.file)
  const database = new Database(join(folder, FILE))
  database.pragma('journal_mode = WAL')
  database.pragma('synchronous = OFF')
  if (schema === 'oldest') database.exec(`${OLDEST})`)
  else database.exec(`${OLDEST}, error_message TEXT, priority INTEGER DEFAULT 2, idempotency_key TEXT)`)
  if (schema === 'newest') {
    database.pragma('user_version = 5')
    database.exec("CREATE TABLE app_meta (key, value); INSERT INTO app_meta VALUES ('current_user_id', 'u-1')")
  }
  database.exec(
    'CREATE TABLE time_entries (id, day TEXT UNIQUE, accumulated_seconds, state, last_updated_at, started_at)',
  )
  const startedAt = schema === 'newest' ? 1_767_000_000_000 : 1_767_000_000
  database.prepare("INSERT INTO time_entries VALUES (1, '2025-12-29', 3600, 'stopped', 1767000000, ?)").run(startedAt)
  database.transaction(() => addRows(database, rows))()
  return database
}

export function addRows(database: Database.Database, rows: readonly Row[]): void {
  const insert = database.prepare(
    'INSERT INTO sync_queue (entity_type, payload, status, retry_count, created_at) VALUES (?, ?, ?, 0, ?)',
  )
  for (const { entity_type, payload, status, created_at } of rows) insert.run(entity_type, payload, status, created_at)
}

/** Every byte of a folder and what the system says of its files, but for when they were last read. */
export function stateOf(folder: string): string {
  return readdirSync(folder)
    .sort()
    .map((name) => {
      const path = join(folder, name)
      const { ino, size, mtimeNs, mode } = statSync(path, { bigint: true })
      return [name, ino, size, mtimeNs, mode, readFileSync(path).toString('latin1')].join('\n')
    })
    .join('\n')
}
