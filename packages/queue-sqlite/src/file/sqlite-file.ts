import { MeantimeError, type Service, token } from '@meantime/core'
import type { ChangeSignal } from '../change-signal.js'
import type { SqliteQueueSettings } from '../options.js'
import type { Connection } from './connection.js'
import { GroupCommit, type Work, type WriteOptions } from './group-commit.js'
import { metaValue } from './meta.js'
import { openConnection } from './open-connection.js'
import { openSound } from './open-sound.js'
import { patiently } from './patient.js'
import { isUpToDate } from './schema-version.js'
import { scrubFile } from './scrub-file.js'
import { storageError } from './storage-error.js'
import { type FileDeps, upgrade } from './upgrade.js'

interface Opened {
  readonly connection: Connection
  readonly commits: GroupCommit
  readonly deviceId: string
}

/** The one database file and this process's connection to it. Everything that reads or writes goes through here. */
export class SqliteFile implements Service {
  private opened: Opened | undefined

  constructor(
    readonly settings: SqliteQueueSettings,
    private readonly deps: FileDeps,
    private readonly signal: Pick<ChangeSignal, 'announce'>,
  ) {}

  /** Opens the file; makes, migrates or (when damaged) replaces it first when needed. Throws kind `storage`. */
  async start(): Promise<void> {
    if (this.opened) return
    try {
      const connection = (await this.openUpToDate()) ?? (await this.openAfterUpgrade())
      if (metaValue(connection, 'scrub') === 'due') scrubFile(connection, this.deps.logger)
      const deviceId = metaValue(connection, 'device_id') ?? ''
      const commits = new GroupCommit(connection, this.patience, () => this.signal.announce())
      this.opened = { connection, commits, deviceId }
    } catch (error) {
      throw storageError(error)
    }
  }

  /** Waits for writes under way, then closes. */
  async stop(): Promise<void> {
    const { opened } = this
    this.opened = undefined
    await opened?.commits.idle()
    opened?.connection.close()
  }

  get deviceId(): string {
    return this.open.deviceId
  }

  /** Runs `work` in a transaction of its own; resolves once it is on the disk. */
  async write<T>(work: Work<T>, options?: WriteOptions): Promise<T> {
    return this.open.commits.write(work, options)
  }

  async read<T>(work: Work<T>): Promise<T> {
    const { connection } = this.open
    try {
      return await patiently(() => work(connection), this.patience)
    } catch (error) {
      throw storageError(error)
    }
  }

  private get open(): Opened {
    if (this.opened) return this.opened
    throw new MeantimeError({ code: 'DATABASE_CLOSED', kind: 'bug', message: 'The database is not open.' })
  }

  private get patience() {
    return { ...this.deps, busyMs: this.settings.busyMs }
  }

  /** Undefined when the file is new, older or damaged. */
  private openUpToDate(): Promise<Connection | undefined> {
    return patiently(() => {
      const connection = openSound(this.settings)
      if (connection === 'damaged') return undefined
      try {
        if (isUpToDate(connection)) return connection
      } catch (error) {
        connection.close()
        throw error
      }
      connection.close()
      return undefined
    }, this.patience)
  }

  private async openAfterUpgrade(): Promise<Connection> {
    await upgrade(this.settings, this.deps)
    return patiently(() => openConnection(this.settings), this.patience)
  }
}

export const SQLITE_FILE = token<SqliteFile>('meantime.queue-sqlite.SqliteFile')
