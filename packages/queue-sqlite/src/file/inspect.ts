import { closeSync, existsSync, openSync, readSync, rmSync, statSync } from 'node:fs'
import Database from 'better-sqlite3'
import { contentAgrees } from './content-agrees.js'
import { walHasFrames, walLostCommits } from './salvage/lost-frames.js'
import { SCHEMA_SUM, schemaSum } from './schema-sum.js'
import { isNewer, SCHEMA_VERSION } from './schema-version.js'
import { looksAsRemembered, sizeRemembered } from './sound.js'
import { isDamage } from './storage-error.js'

export type Verdict =
  | { readonly sound: true }
  /** `queueRows`: of the queue's table, when at least that is sound. */
  | { readonly sound: false; readonly queueRows?: number | undefined }

const SOUND: Verdict = { sound: true }
const UNREADABLE: Verdict = { sound: false }

/** Worth a closer look: not as the last process left it, or with traces of one that did not close it. Reads no content. */
export function isSuspicious(file: string): boolean {
  return !looksAsRemembered(file) || sizeOf(`${file}-wal`) > 0 || sizeOf(`${file}-shm`) > 0
}

/**
 * Looks for damage that SQLite would not tell of, or only in the middle of work. The caller must be alone with the file.
 * The whole of it is read only when `suspected`, or when it is not as the last process left it. Changes nothing.
 */
export function inspect(file: string, suspected: boolean): Verdict {
  const found = statSync(file, { throwIfNoEntry: false })
  // Something else in its place is for the opening to refuse.
  if (found && !found.isFile()) return SOUND
  if (!found?.size) return walHasFrames(file) || (found && sizeRemembered(file) > 0) ? UNREADABLE : SOUND
  if (walLostCommits(file)) return UNREADABLE
  return !suspected && looksAsRemembered(file) ? SOUND : readAll(file)
}

function readAll(file: string): Verdict {
  let database: Database.Database | undefined
  const beside = [`${file}-wal`, `${file}-shm`].filter((path) => !existsSync(path))
  try {
    // Read-only, so that closing it leaves the `-wal` of a damaged file alone.
    database = new Database(file, { readonly: true })
    if (isNewer(database) || isForeign(database)) return SOUND
    if (
      hasKnownVersion(database) &&
      hasKnownSchema(database) &&
      !looksReadOnly(file) &&
      passes(database, 'integrity_check(1)') &&
      contentAgrees(database)
    )
      return SOUND
    return { sound: false, queueRows: rowsOfQueue(database) }
  } catch (error) {
    if (isDamage(error)) return { sound: false, queueRows: database && rowsOfQueue(database) }
    throw error
  } finally {
    database?.close()
    // A read-only connection does not tidy up behind itself.
    for (const path of beside) rmSync(path, { force: true })
  }
}

const hasKnownVersion = (database: Database.Database): boolean =>
  Number(database.pragma('user_version', { simple: true })) <= SCHEMA_VERSION

const hasKnownSchema = (database: Database.Database): boolean =>
  database.pragma('user_version', { simple: true }) !== SCHEMA_VERSION || schemaSum(database) === SCHEMA_SUM

/**
 * SQLite takes a file whose header names a format later than WAL for one that it can read and must not write. No SQLite
 * has ever written another number than 1 or 2 there. (fileformat2.html, section 1.3.)
 */
function looksReadOnly(file: string): boolean {
  const header = Buffer.alloc(20)
  const handle = openSync(file, 'r')
  try {
    return readSync(handle, header, 0, 20, 0) === 20 && (header[WRITE_VERSION] ?? 0) > 2
  } finally {
    closeSync(handle)
  }
}

const WRITE_VERSION = 18

/** Of another program: like a newer one it is refused later, by its name, and never replaced. */
function isForeign(database: Database.Database): boolean {
  const ours = "SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name IN ('events', 'sync_queue', 'migrations')"
  return database.prepare(ours).get() === undefined
}

const passes = (database: Database.Database, check: string): boolean =>
  database.pragma(check, { simple: true }) === 'ok'

function rowsOfQueue(database: Database.Database): number | undefined {
  try {
    if (!passes(database, 'integrity_check(tasks)')) return undefined
    return database.prepare<[], { n: number }>('SELECT count(*) AS n FROM tasks').get()?.n
  } catch {
    return undefined
  }
}

function sizeOf(path: string): number {
  return statSync(path, { throwIfNoEntry: false })?.size ?? 0
}
