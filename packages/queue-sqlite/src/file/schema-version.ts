import { MeantimeError } from '@meantime/core'
import type { Database } from 'better-sqlite3'
import type { Connection } from './connection.js'
import { damaged } from './storage-error.js'

/**
 * What `PRAGMA user_version` of an up-to-date file says. The predecessor's files say 0 or 5, so ours start at 101;
 * each migration that is added adds one.
 */
export const SCHEMA_VERSION = 104

/** Ours with so few bits changed, further away than `CREDIBLE_STEPS`, and no migration that we do not know: damaged. */
const FLIPPED_BITS = 2
const CREDIBLE_STEPS = 100

/**
 * False for a new or older file, which needs the migrations. Throws DATABASE_FROM_NEWER_VERSION, and as for a damaged
 * database when the number cannot be meant.
 */
export function isUpToDate({ database }: Pick<Connection, 'database'>): boolean {
  const version = versionOf(database)
  if (isNewer(database)) throw fromNewerVersion(version)
  if (version > SCHEMA_VERSION) throw damagedVersion(version)
  return version === SCHEMA_VERSION && database.pragma('journal_mode', { simple: true }) === 'wal'
}

/** Written by a newer version, or nobody can tell that it was not. */
export function isNewer(database: Database): boolean {
  const version = versionOf(database)
  if (version <= SCHEMA_VERSION) return false
  const far = version > SCHEMA_VERSION + CREDIBLE_STEPS
  return !far || bitsOf(version ^ SCHEMA_VERSION) > FLIPPED_BITS || migrationsIn(database) > KNOWN_MIGRATIONS
}

const bitsOf = (number: number): number => (number >>> 0).toString(2).replaceAll('0', '').length

const KNOWN_MIGRATIONS = SCHEMA_VERSION - 100

const versionOf = (database: Database): number => Number(database.pragma('user_version', { simple: true }))

function migrationsIn(database: Database): number {
  const table = database.prepare("SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = 'migrations'").get()
  if (!table) return 0
  return database.prepare<[], { n: number }>('SELECT count(*) AS n FROM migrations').get()?.n ?? 0
}

/** Throws when the file is some other program's database. */
export function refuseForeign(connection: Connection): void {
  const tables = connection
    .sql<{ name: string }>(
      "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite@_%' ESCAPE '@'",
    )
    .all()
    .map(({ name }) => name)
  if (tables.length === 0 || tables.includes('sync_queue') || tables.includes('migrations')) return
  throw new MeantimeError({
    code: 'DATABASE_OF_ANOTHER_PROGRAM',
    kind: 'storage',
    message: 'The database file belongs to another program.',
    safe: 'The file was not touched.',
    hint: 'Choose another file, or another data folder.',
  })
}

const damagedVersion = (version: number): Error => damaged(`its format cannot be ${version}`)

function fromNewerVersion(version: number): MeantimeError {
  return new MeantimeError({
    code: 'DATABASE_FROM_NEWER_VERSION',
    kind: 'storage',
    message: `The database was written by a newer version of Meantime (its format is ${version}, known is ${SCHEMA_VERSION}).`,
    safe: 'The file was not touched; your work is in it.',
    hint: 'Update this program.',
  })
}
