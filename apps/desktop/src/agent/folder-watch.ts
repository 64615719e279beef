import { type FSWatcher, watch } from 'node:fs'
import { basename } from 'node:path'
import type { Logger } from '@meantime/core'

/** A file that is replaced is told twice: once it is quiet, one look is enough. */
const QUIET_MS = 50

/** Calls `listener` after one of the files, all in one folder, was written, made or replaced by any program. */
export class FolderWatch {
  private watcher: FSWatcher | undefined
  private due: NodeJS.Timeout | undefined

  constructor(
    private readonly folder: string,
    private readonly files: readonly string[],
    private readonly logger: Logger,
  ) {}

  start(listener: () => void): void {
    const names = new Set(this.files.map((file) => basename(file)))
    try {
      this.watcher = watch(this.folder, { persistent: false }, (_, name) => {
        if (name !== null && !names.has(name)) return
        clearTimeout(this.due)
        this.due = setTimeout(listener, QUIET_MS)
      })
      this.watcher.on('error', (error) => this.gone(error))
    } catch (error) {
      this.gone(error)
    }
  }

  stop(): void {
    clearTimeout(this.due)
    this.watcher?.close()
  }

  private gone(error: unknown): void {
    this.logger.warn('settings and sign-ins of other programs cannot be watched', { error: String(error) })
    this.watcher?.close()
  }
}
