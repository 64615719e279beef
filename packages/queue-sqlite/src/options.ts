/** How the file is opened, how large the queue may grow and how long things are kept. */
export interface SqliteQueueOptions {
  /** Path of the database file; its folder is made when it is missing. `<file>.lock` and `<file>.changed` lie beside. */
  readonly file: string
  /** Open tasks (pending, leased, failed or dead) that the queue holds before screenshots make room. @default 10 000 */
  readonly capacity?: number
  /** How long a claimed task stays with its claimer unless renewed. @default 60 000 ms */
  readonly leaseMs?: number
  /** How long the rows of delivered tasks are kept. @default 7 days */
  readonly receiptDays?: number
  /**
   * SQLite's `synchronous`. FULL survives power loss; NORMAL survives a crash of the program but may lose the last
   * commits with the power. @default 'FULL'
   */
  readonly synchronous?: 'FULL' | 'NORMAL'
  /** How long a call waits for another process's write before it fails with DATABASE_BUSY. @default 10 000 ms */
  readonly busyMs?: number
  /** Where HUBNITY_ENCRYPTION_KEY, the key of the predecessor's encrypted payloads, is looked for. @default process.env */
  readonly env?: Readonly<Record<string, string | undefined>>
}

export type SqliteQueueSettings = Required<SqliteQueueOptions>

export function withDefaults(options: SqliteQueueOptions): SqliteQueueSettings {
  return {
    file: options.file,
    capacity: options.capacity ?? 10_000,
    leaseMs: options.leaseMs ?? 60_000,
    receiptDays: options.receiptDays ?? 7,
    synchronous: options.synchronous ?? 'FULL',
    busyMs: options.busyMs ?? 10_000,
    env: options.env ?? process.env,
  }
}
