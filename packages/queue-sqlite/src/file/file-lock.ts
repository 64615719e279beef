import { writeFileSync } from 'node:fs'
import Database from 'better-sqlite3'
import { type PatienceDeps, patiently } from './patient.js'
import { isDamage } from './storage-error.js'

/** Longer than a migration of a full queue takes on a slow disk. */
const LONGEST_WAIT_MS = 60_000

/**
 * Runs `work` while no other process does, by a lock on `<file>.lock`. It is an SQLite lock, which the operating
 * system frees when its holder dies. The empty lock file stays: removing it would let two holders in.
 */
export async function withFileLock<T>(file: string, patience: PatienceDeps, work: () => Promise<T>): Promise<T> {
  const lock = openLock(`${file}.lock`)
  try {
    await patiently(() => lockExclusively(lock), { ...patience, busyMs: LONGEST_WAIT_MS })
    return await work()
  } finally {
    lock.close()
  }
}

/** An empty database that is only ever locked. Whatever else got into the file is not ours to keep. */
export function openLock(path: string): Database.Database {
  const lock = new Database(path, { timeout: 0 })
  try {
    lock.pragma('user_version')
    return lock
  } catch (error) {
    if (!isDamage(error)) return lock
    lock.close()
    writeFileSync(path, '')
    return new Database(path, { timeout: 0 })
  }
}

/** Until it is closed. Nothing is ever written, so no journal file need be made, which a kill would leave behind. */
export function lockExclusively(lock: Database.Database): void {
  lock.pragma('journal_mode = MEMORY')
  lock.exec('BEGIN EXCLUSIVE')
}
