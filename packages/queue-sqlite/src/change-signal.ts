import { type FSWatcher, utimesSync, watch, writeFileSync } from 'node:fs'
import { type ChangeFeed, type Clock, type Logger, type Service, token } from '@meantime/core'

/** More often than this others are not told: they read all that is new at once anyway. */
const QUIET_MS = 2

/**
 * Tells processes on one file about each other's changes: after a commit `<file>.changed` is touched, and whoever
 * listens watches it. (Watching the `-wal` itself misses about 1 % of the commits.)
 */
export class ChangeSignal implements ChangeFeed, Service {
  private readonly path: string
  private readonly listeners = new Set<() => void>()
  private watcher: FSWatcher | undefined
  private due: NodeJS.Immediate | undefined
  private touchedAt = Number.NEGATIVE_INFINITY
  private touchDue: NodeJS.Immediate | undefined

  constructor(
    file: string,
    private readonly clock: Clock,
    private readonly logger: Logger,
  ) {
    this.path = `${file}.changed`
  }

  /** The first listener starts the watching; the last one to leave ends it. */
  onChange(listener: () => void): () => void {
    const own = () => listener()
    this.listeners.add(own)
    if (!this.watcher) this.watch()
    return () => {
      this.listeners.delete(own)
      if (this.listeners.size === 0) this.unwatch()
    }
  }

  /**
   * Called after a commit. Never throws: what was committed stays acknowledged. The first of a burst tells the others
   * at once, the rest of it are told together: a touch costs as much as a tenth of a commit.
   */
  announce(): void {
    if (this.clock.monotonic() - this.touchedAt >= QUIET_MS) this.tellOthers()
    else this.touchDue ??= setImmediate(() => this.tellOthers())
    this.notify()
  }

  stop(): void {
    if (this.touchDue) this.tellOthers()
    this.listeners.clear()
    this.unwatch()
    clearImmediate(this.due)
  }

  private tellOthers(): void {
    clearImmediate(this.touchDue)
    this.touchDue = undefined
    this.touchedAt = this.clock.monotonic()
    try {
      this.touch()
    } catch (error) {
      this.logger.debug('other processes could not be told of a change', { error: (error as Error).message })
    }
  }

  private touch(): void {
    const seconds = this.clock.now() / 1000
    try {
      utimesSync(this.path, seconds, seconds)
    } catch {
      writeFileSync(this.path, '')
    }
  }

  private watch(): void {
    try {
      this.touch()
      this.watcher = watch(this.path, { persistent: false }, (event) => {
        // Somebody removed the file: watch the one that is made in its place.
        if (event === 'rename') this.rewatch()
        this.notify()
      })
      this.watcher.on('error', () => this.unwatch())
    } catch (error) {
      this.logger.warn('changes by other processes cannot be watched', { error: (error as Error).message })
    }
  }

  private rewatch(): void {
    this.unwatch()
    if (this.listeners.size > 0) this.watch()
  }

  private unwatch(): void {
    this.watcher?.close()
    this.watcher = undefined
  }

  /** A burst of changes in one turn of the event loop is told once. */
  private notify(): void {
    if (this.listeners.size === 0) return
    this.due ??= setImmediate(() => {
      this.due = undefined
      for (const listener of [...this.listeners]) this.tell(listener)
    })
  }

  private tell(listener: () => void): void {
    try {
      listener()
    } catch (error) {
      this.logger.error('a listener to changes threw', { error: String(error) })
    }
  }
}

export const CHANGE_SIGNAL = token<ChangeSignal>('meantime.queue-sqlite.ChangeSignal')
