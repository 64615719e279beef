import Database from 'better-sqlite3'
import { type PatienceDeps, patiently } from './patient.js'

/** Longer than a migration of a full queue takes on a slow disk. */
const LONGEST_WAIT_MS = 60_000

/**
 * Runs `work` while no other process does, by a lock on `<file>.lock`. It is an SQLite lock, which the operating
 * system frees when its holder dies. The empty lock file stays: removing it would let two holders in.
 */
export async function withFileLock<T>(file: string, patience: PatienceDeps, work: () => Promise<T>): Promise<T> {
  const lock = new Database(`${file}.lock`, { timeout: 0 })
  try {
    await patiently(() => lock.exec('BEGIN EXCLUSIVE'), { ...patience, busyMs: LONGEST_WAIT_MS })
    return await work()
  } finally {
    lock.close()
  }
}
