import type { Connection } from './connection.js'
import { type PatienceDeps, patiently } from './patient.js'
import { isBusy, spoilsTransaction, storageError } from './storage-error.js'

/** Synchronous; it may be run again when the transaction that held it failed as a whole. */
export type Work<T> = (connection: Connection) => T

/** How a write is carried out. */
export interface WriteOptions {
  /** Other processes are not told of it. @default false */
  readonly silent?: boolean
  /**
   * The power may fail before it is on the disk. For what a crash makes void anyway: locks and leases. A kill of the
   * program loses it neither way, and the next durable commit takes it along. @default false
   */
  readonly relaxed?: boolean
}

interface Job {
  readonly work: Work<unknown>
  readonly options: WriteOptions
  /** Told after the commit that holds the job. */
  done(value: unknown): void
  failed(error: unknown): void
}

type Result = { readonly value: unknown } | { readonly error: unknown }

/** Blocks the event loop for about 10 ms at most. */
const LARGEST_GROUP = 256

/**
 * Runs writes one after another. What arrives in the same turn of the event loop shares one commit, and so one wait
 * for the disk; each still succeeds or fails alone. A promise is settled only after its commit.
 */
export class GroupCommit {
  private waiting: Job[] = []
  private running: Promise<void> | undefined
  /** Made once: better-sqlite3 spends 20 µs on making one. */
  private readonly together: (group: readonly Job[]) => Result[]
  private readonly apart: (group: readonly Job[]) => Result[]
  private readonly savepoint: (job: Job) => unknown

  constructor(
    private readonly connection: Connection,
    private readonly patience: PatienceDeps,
    private readonly onCommit: () => void,
  ) {
    const { database } = connection
    this.together = database.transaction((group: readonly Job[]) => this.runTogether(group)).immediate
    this.apart = database.transaction((group: readonly Job[]) => this.runApart(group)).immediate
    this.savepoint = database.transaction((job: Job) => job.work(connection))
  }

  write<T>(work: Work<T>, options: WriteOptions = {}): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      this.waiting.push({
        work,
        options,
        done: (value) => resolve(value as T),
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
      const changed = this.connection.hasChanged()
      if (changed && group.some(({ options }) => !options.silent)) this.onCommit()
      group.forEach((job, index) => {
        const result = results[index]
        if (result && 'error' in result) job.failed(result.error)
        else job.done(result?.value)
      })
    } catch (error) {
      if (group.length === 1 || isBusy(error)) for (const job of group) job.failed(error)
      // One of them broke the transaction of all; alone, each learns its own fate.
      else for (const job of group) await this.commit([job])
    }
  }

  /**
   * A savepoint for each job costs as much as a small insert, and hardly ever does one throw. So the group runs without
   * them first; when one throws, all is rolled back and run again with them.
   */
  private transact(group: readonly Job[]): Result[] {
    this.connection.syncsCommits(group.some(({ options }) => !options.relaxed))
    if (group.length === 1) return this.together(group)
    try {
      return this.together(group)
    } catch (error) {
      if (isBusy(error) || spoilsTransaction(error)) throw error
      return this.apart(group)
    }
  }

  private runTogether(group: readonly Job[]): Result[] {
    return group.map(({ work }) => ({ value: work(this.connection) }))
  }

  private runApart(group: readonly Job[]): Result[] {
    return group.map((job) => {
      try {
        return { value: this.savepoint(job) }
      } catch (error) {
        if (spoilsTransaction(error)) throw error
        return { error }
      }
    })
  }
}
