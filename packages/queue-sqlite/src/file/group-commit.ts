import type { Connection } from './connection.js'
import { type PatienceDeps, patiently } from './patient.js'
import { isBusy, spoilsTransaction, storageError } from './storage-error.js'

/** Synchronous; it may be run again when the transaction that held it failed as a whole. */
export type Work<T> = (connection: Connection) => T

interface Job {
  readonly work: Work<unknown>
  /** Told after the commit that holds the job. `changed` says whether any row was written. */
  done(value: unknown, changed: boolean): void
  failed(error: unknown): void
}

type Result = { readonly value: unknown; readonly changed: boolean } | { readonly error: unknown }

/** Blocks the event loop for about 10 ms at most. */
const LARGEST_GROUP = 256

/**
 * Runs writes one after another. What arrives in the same turn of the event loop shares one commit, and so one wait
 * for the disk; each still succeeds or fails alone (a savepoint each). A promise is settled only after its commit.
 */
export class GroupCommit {
  private waiting: Job[] = []
  private running: Promise<void> | undefined
  /** Made once: better-sqlite3 spends 20 µs on making one. */
  private readonly transact: (group: readonly Job[]) => Result[]
  private readonly savepoint: (job: Job) => unknown

  constructor(
    private readonly connection: Connection,
    private readonly patience: PatienceDeps,
    private readonly onCommit: () => void,
  ) {
    const { database } = connection
    this.transact = database.transaction((group: readonly Job[]) => this.runAll(group)).immediate
    this.savepoint = database.transaction((job: Job) => job.work(connection))
  }

  /** `silent`: other processes are not told of it. */
  write<T>(work: Work<T>, silent: boolean): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      this.waiting.push({
        work,
        done: (value, changed) => {
          if (changed && !silent) this.onCommit()
          resolve(value as T)
        },
        failed: (error) => reject(storageError(error)),
      })
      this.running ??= this.drain()
    })
  }

  /** Resolves when nothing is left to write. */
  async idle(): Promise<void> {
    await this.running
  }

  private async drain(): Promise<void> {
    // One microtask later, so that callers of the same turn join the group.
    await Promise.resolve()
    for (let group = this.next(); group.length > 0; group = this.next()) await this.commit(group)
    this.running = undefined
  }

  private next(): Job[] {
    return this.waiting.splice(0, LARGEST_GROUP)
  }

  private async commit(group: readonly Job[]): Promise<void> {
    try {
      const results = await patiently(() => this.transact(group), this.patience)
      group.forEach((job, index) => {
        const result = results[index]
        if (result && 'error' in result) job.failed(result.error)
        else job.done(result?.value, result?.changed ?? false)
      })
    } catch (error) {
      if (group.length === 1 || isBusy(error)) for (const job of group) job.failed(error)
      // One of them broke the transaction of all; alone, each learns its own fate.
      else for (const job of group) await this.commit([job])
    }
  }

  private runAll(group: readonly Job[]): Result[] {
    const [only] = group
    if (only && group.length === 1) return [this.run(() => only.work(this.connection))]
    return group.map((job) => {
      try {
        return this.run(() => this.savepoint(job))
      } catch (error) {
        if (spoilsTransaction(error)) throw error
        return { error }
      }
    })
  }

  private run(work: () => unknown): Result {
    const before = this.connection.totalChanges()
    const value = work()
    return { value, changed: this.connection.totalChanges() > before }
  }
}
