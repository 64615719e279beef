import { existsSync, rmSync, statSync } from 'node:fs'
import Database from 'better-sqlite3'
import { type EventRow, sealedFields } from '../journal/event-rows.js'
import { sealOf } from '../journal/seal.js'
import { walHasFrames, walLostCommits } from './salvage/lost-frames.js'
import { SCHEMA_VERSION } from './schema-version.js'
import { looksAsRemembered, wasOpened } from './sound.js'
import { isDamage } from './storage-error.js'

export type Verdict =
  | { readonly sound: true }
  /** `queueComplete`: the table of tasks, at least, can be read as a whole. */
  | { readonly sound: false; readonly queueComplete: boolean }

const SOUND: Verdict = { sound: true }
const UNREADABLE: Verdict = { sound: false, queueComplete: false }

/** Worth a closer look: not as the last process left it, or with a `-wal` that nobody may be using. Reads no content. */
export function isSuspicious(file: string): boolean {
  return !looksAsRemembered(file) || sizeOf(`${file}-wal`) > 0
}

/**
 * Looks for damage that SQLite would not tell of, or only in the middle of work. The caller must be alone with the file.
 * The whole of it is read only when `suspected`, or when it is not as the last process left it. Changes nothing.
 */
export function inspect(file: string, suspected: boolean): Verdict {
  const found = statSync(file, { throwIfNoEntry: false })
  // Something else in its place is for the opening to refuse.
  if (found && !found.isFile()) return SOUND
  if (!found?.size) return walHasFrames(file) || (found && wasOpened(file)) ? UNREADABLE : SOUND
  if (walLostCommits(file)) return UNREADABLE
  return !suspected && looksAsRemembered(file) ? SOUND : readAll(file)
}

function readAll(file: string): Verdict {
  let database: Database.Database | undefined
  const beside = [`${file}-wal`, `${file}-shm`].filter((path) => !existsSync(path))
  try {
    // Read-only, so that closing it leaves the `-wal` of a damaged file alone.
    database = new Database(file, { readonly: true })
    if (isNotOurs(database)) return SOUND
    if (passes(database, 'integrity_check(1)') && sealsAreWhole(database)) return SOUND
    return { sound: false, queueComplete: passes(database, 'integrity_check(tasks)') }
  } catch (error) {
    if (isDamage(error)) return { sound: false, queueComplete: database !== undefined && tasksPass(database) }
    throw error
  } finally {
    database?.close()
    // A read-only connection does not tidy up behind itself.
    for (const path of beside) rmSync(path, { force: true })
  }
}

/** Of a newer version or another program: it is refused later, by its name, and never replaced. */
function isNotOurs(database: Database.Database): boolean {
  if (Number(database.pragma('user_version', { simple: true })) > SCHEMA_VERSION) return true
  const ours = "SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name IN ('events', 'sync_queue', 'migrations')"
  return database.prepare(ours).get() === undefined
}

const passes = (database: Database.Database, check: string): boolean =>
  database.pragma(check, { simple: true }) === 'ok'

function tasksPass(database: Database.Database): boolean {
  try {
    return passes(database, 'integrity_check(tasks)')
  } catch {
    return false
  }
}

/** SQLite has no checksums: a changed bit in a text or a number passes its check. */
function sealsAreWhole(database: Database.Database): boolean {
  const table = database.prepare("SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = 'events'").get()
  if (!table) return true
  const rows = database.prepare<[], EventRow>(
    'SELECT seq, id, entry_id, type, occurred_at, recorded_at, zone, device_id, body FROM events',
  )
  for (const row of rows.iterate()) if (sealOf(row.body, sealedFields(row)) === 'broken') return false
  return true
}

function sizeOf(path: string): number {
  return statSync(path, { throwIfNoEntry: false })?.size ?? 0
}
