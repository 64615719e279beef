import { MeantimeError } from '@meantime/core'
import type { Connection } from './connection.js'

/**
 * What `PRAGMA user_version` of an up-to-date file says. The predecessor's files say 0 or 5, so ours start at 101;
 * each migration that is added adds one.
 */
export const SCHEMA_VERSION = 102

/** False for a new or older file, which needs the migrations. Throws DATABASE_FROM_NEWER_VERSION. */
export function isUpToDate(connection: Connection): boolean {
  const version = Number(connection.database.pragma('user_version', { simple: true }))
  if (version > SCHEMA_VERSION) throw fromNewerVersion(version)
  return version === SCHEMA_VERSION && connection.database.pragma('journal_mode', { simple: true }) === 'wal'
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

function fromNewerVersion(version: number): MeantimeError {
  return new MeantimeError({
    code: 'DATABASE_FROM_NEWER_VERSION',
    kind: 'storage',
    message: `The database was written by a newer version of Meantime (its format is ${version}, known is ${SCHEMA_VERSION}).`,
    safe: 'The file was not touched; your work is in it.',
    hint: 'Update this program.',
  })
}
