import type { Clock, Logger } from '@meantime/core'
import { BOOT_TOKEN_LASTS_MS } from '../../carriers/loopback/boot-tokens.js'
import { BootFile } from './boot-file.js'

export interface WebShellDeps {
  readonly clock: Clock
  readonly logger: Logger
  /** Whose address lets one window in. */
  readonly carrier: { bootAddress(): string }
  readonly folder: string
  /** Shows a file in the person's browser. Absent where there is no desktop. */
  readonly browser?: ((file: string) => Promise<unknown>) | undefined
}

export interface Shown {
  /** A file that leads to the window, for its owner only. */
  readonly file: string
  /** Good for one window within 30 s: for a person's eyes, never for a log or an argument. */
  readonly address: string
  /** A browser was opened. */
  readonly opened: boolean
}

/** Meantime in the browser that the person has. */
export class WebShell {
  private readonly bootFile: BootFile
  private readonly stopping = new AbortController()
  private times = 0

  constructor(private readonly deps: WebShellDeps) {
    this.bootFile = new BootFile(deps.folder)
  }

  /** Makes a way in for one more window, and opens it on a desktop. */
  async show(): Promise<Shown> {
    const { carrier, browser, logger } = this.deps
    await this.bootFile.lead(carrier.bootAddress())
    this.times += 1
    void this.removeLater(this.times)
    let opened = false
    if (browser) {
      try {
        await browser(this.bootFile.path)
        opened = true
      } catch (error) {
        logger.warn('no browser could be opened', { error: String(error) })
      }
    }
    return { file: this.bootFile.address, address: carrier.bootAddress(), opened }
  }

  async stop(): Promise<void> {
    this.stopping.abort()
    await this.bootFile.remove()
  }

  /** Unless it leads somewhere else by then. */
  private async removeLater(time: number): Promise<void> {
    await this.deps.clock.sleep(BOOT_TOKEN_LASTS_MS, this.stopping.signal).catch(() => undefined)
    if (!this.stopping.signal.aborted && time === this.times) await this.bootFile.remove().catch(() => undefined)
  }
}
