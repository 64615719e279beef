import type { Clock } from '@meantime/core'
import pLimit from 'p-limit'
import type { EntityManager } from 'typeorm'
import { openingError, tooNewError } from './opening-errors.js'
import { isBusy, SqliteEngine } from './sqlite.js'
import type { Transaction } from './transaction.js'

export interface DatabaseOptions {
  readonly file: string
  readonly clock: Clock
  /** How long a write waits for another process on the same file, in ms. @default 10 000 */
  readonly busyMs?: number
}

/**
 * The gate to the database. TypeORM's better-sqlite3 driver has one connection for everybody: a query sent while a
 * transaction is open would become part of it. So one unit of work runs at a time, reads too; each takes about a
 * millisecond, and SQLite allows only one writer anyway.
 */
export class Database {
  private readonly gate = pLimit(1)
  private readonly engine: SqliteEngine

  constructor(private readonly options: DatabaseOptions) {
    this.engine = new SqliteEngine(options.file)
  }

  /** Opens the file, made and migrated as needed. Throws a MeantimeError of kind storage. */
  async open(): Promise<void> {
    try {
      await this.retryBusy(() => this.engine.open())
      await this.retryBusy(() => this.migrate())
    } catch (error) {
      await this.engine.close()
      throw openingError(this.options.file, error)
    }
  }

  /** Waits for the work that is under way. */
  close(): Promise<void> {
    return this.gate(() => this.engine.close())
  }

  /** Work that only reads. */
  read<T>(work: (manager: EntityManager) => Promise<T>): Promise<T> {
    return this.gate(() => this.whenOpen(() => work(this.engine.source.manager)))
  }

  /** One transaction: all of `work`, on the disk when this resolves, or nothing of it. */
  write<T>(work: (transaction: Transaction) => Promise<T>): Promise<T> {
    return this.gate(() => this.whenOpen(() => this.retryBusy(() => this.engine.inTransaction(work))))
  }

  private whenOpen<T>(work: () => Promise<T>): Promise<T> {
    if (!this.engine.source.isInitialized) throw new Error('The database is closed.')
    return work()
  }

  /** A busy file is told before any work was done (BEGIN IMMEDIATE), so doing it all again repeats nothing. */
  private async retryBusy<T>(work: () => Promise<T>): Promise<T> {
    const { clock, busyMs = 10_000 } = this.options
    const deadline = clock.monotonic() + busyMs
    for (;;) {
      try {
        return await work()
      } catch (error) {
        if (!isBusy(error) || clock.monotonic() >= deadline) throw error
        await clock.sleep(25)
      }
    }
  }

  /** In one write lock, so that two servers started on one new file do not both make the tables. */
  private migrate(): Promise<void> {
    const { source } = this.engine
    return this.engine.inTransaction(async ({ manager }) => {
      const known = new Set(source.migrations.map(({ name }) => name))
      const runner = source.createQueryRunner()
      if (await runner.hasTable('migrations')) {
        const applied: { name: string }[] = await manager.query('SELECT name FROM migrations')
        if (applied.some(({ name }) => !known.has(name))) throw tooNewError(this.options.file)
      }
      await source.runMigrations({ transaction: 'none' })
    })
  }
}
