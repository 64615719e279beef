import { mkdir, open } from 'node:fs/promises'
import { dirname } from 'node:path'
import type BetterSqlite3 from 'better-sqlite3'
import { DataSource, QueryFailedError } from 'typeorm'
import { ENTITIES } from './entities.js'
import { MIGRATIONS } from './migrations/index.js'
import { type Transaction, TransactionLostError } from './transaction.js'

/*
 * The one place that knows SQLite. What PostgreSQL would need instead: a DataSource of its type, its own
 * `inTransaction` (TypeORM's is sound there), no gate, and its error codes.
 */

/** How long one attempt to get the write lock blocks the process, in ms; `Database` tries again without blocking. */
const BUSY_TIMEOUT_MS = 50

export class SqliteEngine {
  readonly source: DataSource
  private connection: BetterSqlite3.Database | undefined

  constructor(private readonly file: string) {
    this.source = new DataSource({
      type: 'better-sqlite3',
      database: file,
      entities: ENTITIES,
      migrations: MIGRATIONS,
      synchronize: false,
      logging: false,
      timeout: BUSY_TIMEOUT_MS,
      prepareDatabase: (connection: BetterSqlite3.Database) => {
        this.connection = connection
        connection.pragma('journal_mode = WAL')
        // An answered item is on the disk, also after a power cut (https://sqlite.org/pragma.html#pragma_synchronous).
        connection.pragma('synchronous = FULL')
      },
    })
  }

  async open(): Promise<void> {
    await mkdir(dirname(this.file), { recursive: true, mode: 0o700 })
    // SQLite would create the file readable by everybody; its -wal and -shm take over the mode of the file.
    await (await open(this.file, 'a', 0o600)).close()
    await this.source.initialize()
  }

  async close(): Promise<void> {
    if (this.source.isInitialized) await this.source.destroy()
    this.connection = undefined
  }

  /**
   * BEGIN IMMEDIATE, work, COMMIT. Not TypeORM's own `transaction`: that begins deferred, so that a write after a read
   * can fail at once when another process wrote in between, and it loses count of its depth when SQLite drops a
   * transaction by itself, after which "committed" work may never be.
   */
  async inTransaction<T>(work: (transaction: Transaction) => Promise<T>): Promise<T> {
    const { manager } = this.source
    await manager.query('BEGIN IMMEDIATE')
    try {
      const result = await work({ manager, savepoint: (inner) => this.savepoint(inner) })
      await manager.query('COMMIT')
      return result
    } catch (error) {
      if (this.connection?.inTransaction) await manager.query('ROLLBACK')
      throw error
    }
  }

  private async savepoint<T>(work: () => Promise<T>): Promise<T> {
    const { manager } = this.source
    await manager.query('SAVEPOINT item')
    try {
      const result = await work()
      await manager.query('RELEASE SAVEPOINT item')
      return result
    } catch (error) {
      if (error instanceof TransactionLostError || !this.connection?.inTransaction)
        throw new TransactionLostError(error)
      await manager.query('ROLLBACK TO SAVEPOINT item')
      await manager.query('RELEASE SAVEPOINT item')
      throw error
    }
  }
}

/** SQLite's own code, such as SQLITE_BUSY or SQLITE_CONSTRAINT_UNIQUE; undefined for any other error. */
export function sqliteCode(error: unknown): string | undefined {
  const source: unknown = error instanceof QueryFailedError ? error.driverError : error
  const code = source instanceof Error && 'code' in source ? source.code : undefined
  return typeof code === 'string' && code.startsWith('SQLITE_') ? code : undefined
}

/** Another process holds the write lock. */
export const isBusy = (error: unknown): boolean => sqliteCode(error)?.startsWith('SQLITE_BUSY') === true

/** The disk or the file, not the data: the same request may succeed later. */
export function isUnavailable(error: unknown): boolean {
  if (error instanceof TransactionLostError) return true
  return /^SQLITE_(BUSY|LOCKED|FULL|IOERR|READONLY|CANTOPEN|NOMEM|CORRUPT|NOTADB)/.test(sqliteCode(error) ?? '')
}

export const isUniqueViolation = (error: unknown): boolean =>
  /^SQLITE_CONSTRAINT_(UNIQUE|PRIMARYKEY)$/.test(sqliteCode(error) ?? '')
