import { mkdirSync } from 'node:fs'
import { dirname } from 'node:path'
import { MeantimeError } from '@meantime/core'
import Database from 'better-sqlite3'
import type { SqliteQueueSettings } from '../options.js'
import { Connection } from './connection.js'
import { makePrivate } from './private-file.js'

/** Before it, a checkpoint that met a write could corrupt a WAL database. Source: sqlite.org, changes of 3.51.3. */
const OLDEST_SQLITE = '3.51.3'
/** How long SQLite itself waits, blocking this process's event loop; the rest of the wait is asynchronous. */
const BLOCKING_WAIT_MS = 20

/** Opens the file as it is; makes the folder when it is missing. Does not touch the schema. */
export function openConnection(settings: Pick<SqliteQueueSettings, 'file' | 'synchronous'>): Connection {
  makeFolder(settings.file)
  makePrivate(settings.file)
  const connection = new Connection(new Database(settings.file, { timeout: BLOCKING_WAIT_MS }), settings.synchronous)
  try {
    refuseOldSqlite(connection)
    const { database } = connection
    database.pragma(`synchronous = ${settings.synchronous}`)
    database.pragma('foreign_keys = ON')
    database.pragma('secure_delete = ON')
    database.pragma('temp_store = MEMORY')
    // Fewer, larger checkpoints: at 10 000 pages a stream of small commits is about twice as fast as at 1 000.
    database.pragma('wal_autocheckpoint = 10000')
    return connection
  } catch (error) {
    connection.close()
    throw error
  }
}

/** Before any database is opened in it, also one that is only a lock. */
export function makeFolder(file: string): void {
  refuseUnsafeNode(process.versions.node)
  // Journals say what somebody did all day: nobody else on the computer may read them.
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 })
}

/** better-sqlite3 12 aborts the whole process on Node 24.19 and newer, so a sentence comes first (decision 015). */
export function refuseUnsafeNode(version: string): void {
  const [major = 0, minor = 0] = version.split('.').map(Number)
  if (major < 24 || (major === 24 && minor < 19)) return
  throw new MeantimeError({
    code: 'NODE_UNSUPPORTED',
    kind: 'storage',
    message: `Meantime's database does not run safely on Node ${version} yet.`,
    safe: 'Nothing was opened or changed.',
    hint: 'Run it with Node 20 or 22.',
  })
}

function refuseOldSqlite(connection: Connection): void {
  const version = connection.sql<{ v: string }>('SELECT sqlite_version() AS v').get()?.v ?? '0'
  if (atLeast(version, OLDEST_SQLITE)) return
  throw new MeantimeError({
    code: 'SQLITE_TOO_OLD',
    kind: 'storage',
    message: `SQLite ${version} can damage a database; ${OLDEST_SQLITE} or newer is needed.`,
    safe: 'Nothing was changed.',
    hint: 'Reinstall Meantime so that it brings its own better-sqlite3.',
  })
}

/** By hand: a numeric `localeCompare` loads the collation tables, which takes longer than opening the file. */
function atLeast(version: string, oldest: string): boolean {
  const [have, need] = [version, oldest].map((text) => text.split('.').map(Number))
  const differs = need?.findIndex((part, index) => part !== have?.[index]) ?? -1
  return differs < 0 || (have?.[differs] ?? 0) > (need?.[differs] ?? 0)
}
