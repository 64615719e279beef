import { MeantimeError, type Service, token } from '@meantime/core'
import type { ChangeSignal } from '../change-signal.js'
import type { SqliteQueueSettings } from '../options.js'
import type { Connection } from './connection.js'
import { isMarkedDamaged, markDamaged } from './damage-mark.js'
import { withFullDiskTold } from './full-disk.js'
import { GroupCommit, type Work, type WriteOptions } from './group-commit.js'
import { lookAfter } from './look-after.js'
import { metaValue } from './meta.js'
import { makeFolder } from './open-connection.js'
import { openUpToDate } from './open-up-to-date.js'
import { patiently } from './patient.js'
import { Presence } from './presence.js'
import { scrubFile } from './scrub-file.js'
import { rememberSound } from './sound.js'
import { isDamage, storageError } from './storage-error.js'
import { type FileDeps, upgrade } from './upgrade.js'

interface Opened {
  readonly connection: Connection
  readonly commits: GroupCommit
}

/** Damaged, recovered, older, brought up to date: more often than this something else is wrong. */
const MOST_TRIES = 4

/** The one database file and this process's connection to it. Everything that reads or writes goes through here. */
export class SqliteFile implements Service {
  private opened: Opened | undefined
  private opening: Promise<Opened> | undefined
  private started = false
  private device = ''
  private readonly presence: Presence

  constructor(
    readonly settings: SqliteQueueSettings,
    private readonly deps: FileDeps,
    private readonly signal: Pick<ChangeSignal, 'announce'>,
  ) {
    this.presence = new Presence(settings.file)
  }

  /** Opens the file; makes, migrates or (when damaged) replaces it first when needed. Throws kind `storage`. */
  async start(): Promise<void> {
    if (this.started) return
    this.started = true
    try {
      await this.reopened()
    } catch (error) {
      this.started = false
      throw error
    }
  }

  /** Waits for writes under way, then closes. */
  async stop(): Promise<void> {
    this.started = false
    await this.opening?.catch(() => undefined)
    await this.close()
  }

  /** Of the journal in the file; a damaged one that is replaced keeps it, if it can be read at all. */
  get deviceId(): string {
    if (this.started) return this.device
    throw closed()
  }

  /** Runs `work` in a transaction of its own; resolves once it is on the disk. */
  async write<T>(work: Work<T>, options?: WriteOptions): Promise<T> {
    const { commits } = this.usable() ?? (await this.reopened())
    try {
      return await commits.write(work, options)
    } catch (error) {
      throw this.noted(error)
    }
  }

  async read<T>(work: Work<T>): Promise<T> {
    const { connection } = this.usable() ?? (await this.reopened())
    try {
      return await patiently(() => work(connection), this.patience)
    } catch (error) {
      throw this.noted(storageError(error))
    }
  }

  /** Undefined when the file is to be opened again, because some process found it damaged. */
  private usable(): Opened | undefined {
    if (!this.started) throw closed()
    return this.opened && !isMarkedDamaged(this.settings.file) ? this.opened : undefined
  }

  private reopened(): Promise<Opened> {
    this.opening ??= this.open().finally(() => {
      this.opening = undefined
    })
    return this.opening
  }

  private async open(): Promise<Opened> {
    await this.close()
    try {
      makeFolder(this.settings.file)
      this.opened = await this.openSound()
      return this.opened
    } catch (error) {
      this.presence.leave()
      throw withFullDiskTold(storageError(error), this.settings.file)
    }
  }

  private async openSound(): Promise<Opened> {
    const { settings, deps, patience, presence } = this
    for (let tries = 1; ; tries += 1) {
      await lookAfter(settings, deps, presence)
      await presence.join(patience)
      const found = await patiently(() => openUpToDate(settings), patience)
      if (typeof found === 'object' && !isMarkedDamaged(settings.file)) return this.prepared(found)
      if (typeof found === 'object') found.close()
      if (tries === MOST_TRIES) throw notToBeOpened()
      if (found === 'damaged') markDamaged(settings.file)
      if (found === 'older') await upgrade(settings, deps)
      presence.leave()
    }
  }

  private prepared(connection: Connection): Opened {
    if (metaValue(connection, 'scrub') === 'due') scrubFile(connection, this.deps.logger)
    this.device = metaValue(connection, 'device_id') ?? ''
    return { connection, commits: new GroupCommit(connection, this.patience, () => this.signal.announce()) }
  }

  private async close(): Promise<void> {
    const { opened } = this
    this.opened = undefined
    if (!opened) return
    await opened.commits.idle()
    opened.connection.close()
    if (!isMarkedDamaged(this.settings.file)) rememberSound(this.settings.file)
    this.presence.leave()
  }

  /** The call at hand fails; the next one, of any process, opens the file again and recovers. */
  private noted(error: unknown): unknown {
    if (!isDamage(error)) return withFullDiskTold(error, this.settings.file)
    if (isMarkedDamaged(this.settings.file)) return error
    try {
      markDamaged(this.settings.file)
      this.deps.logger.warn('damage was found in the database file', { error: (error as Error).message })
      this.signal.announce()
    } catch (failure) {
      this.deps.logger.error('damage in the database file could not be noted', { error: String(failure) })
    }
    return error
  }

  private get patience() {
    return { ...this.deps, busyMs: this.settings.busyMs }
  }
}

function closed(): MeantimeError {
  return new MeantimeError({ code: 'DATABASE_CLOSED', kind: 'bug', message: 'The database is not open.' })
}

function notToBeOpened(): MeantimeError {
  return new MeantimeError({
    code: 'DATABASE_CORRUPT',
    kind: 'storage',
    message: 'The database file is damaged again and again while it is opened.',
    safe: 'Every damaged file was set aside, and none was deleted.',
    hint: 'Check the disk, or choose a data folder on another one.',
  })
}

export const SQLITE_FILE = token<SqliteFile>('meantime.queue-sqlite.SqliteFile')
