import type Database from 'better-sqlite3'
import { lockExclusively, openLock } from './file-lock.js'
import { type PatienceDeps, patiently } from './patient.js'
import { isBusy } from './storage-error.js'

/** Longer than salvaging a large file takes on a slow disk. */
const LONGEST_WAIT_MS = 60_000

/**
 * Says that this process has the database open, by a shared lock on `<file>.open`, for as long as it has. Whoever wants
 * to replace the database must be alone: a process that went on writing into a renamed file would lose what it
 * acknowledges. The operating system frees the lock of a process that dies.
 */
export class Presence {
  private lock: Database.Database | undefined
  private readonly path: string

  constructor(file: string) {
    this.path = `${file}.open`
  }

  /** True when no other process has the database open; none can open it until `leave`. */
  tryAlone(): boolean {
    const lock = openLock(this.path)
    try {
      lockExclusively(lock)
      this.lock = lock
      return true
    } catch (error) {
      lock.close()
      if (isBusy(error)) return false
      throw error
    }
  }

  /** Waits while somebody is alone. */
  async join(patience: PatienceDeps): Promise<void> {
    const lock = openLock(this.path)
    try {
      await patiently(() => share(lock), { ...patience, busyMs: LONGEST_WAIT_MS })
      this.lock = lock
    } catch (error) {
      lock.close()
      throw error
    }
  }

  leave(): void {
    this.lock?.close()
    this.lock = undefined
  }
}

/** Only a read takes the lock; until the transaction ends it is kept. */
function share(lock: Database.Database): void {
  if (!lock.inTransaction) lock.exec('BEGIN')
  lock.prepare('SELECT count(*) FROM sqlite_schema').get()
}
