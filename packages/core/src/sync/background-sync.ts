import { type Service, token } from '../container.js'
import { isMeantimeError } from '../errors.js'
import type { AccessTokens } from '../ports/auth.js'
import type { ChangeFeed } from '../ports/change-feed.js'
import type { Clock } from '../ports/clock.js'
import type { Logger } from '../ports/logger.js'
import type { NetworkWatch } from './network-watch.js'
import type { SyncManager } from './sync-manager.js'

export interface BackgroundSyncOptions {
  /** Without any change, the queue is looked at this often: the network may be back. @default 15 000 ms */
  intervalMs?: number
}

/** Keeps delivering while a program runs: after each change, when tokens were set, when the network is back, and now and then. */
export class BackgroundSync implements Service {
  private readonly intervalMs: number
  private stopping = new AbortController()
  private wake: () => void = () => undefined
  private byHand = false
  private loop: Promise<void> | undefined
  private unsubscribe: (() => void)[] = []

  constructor(
    private readonly sync: SyncManager,
    private readonly auth: AccessTokens,
    private readonly changes: ChangeFeed,
    private readonly network: NetworkWatch,
    private readonly clock: Clock,
    private readonly logger: Logger,
    { intervalMs = 15_000 }: BackgroundSyncOptions = {},
  ) {
    this.intervalMs = intervalMs
  }

  start(): void {
    this.stopping = new AbortController()
    this.unsubscribe = [
      this.auth.onTokensSet(() => this.hurry()),
      this.network.onBack(() => this.hurry()),
      this.changes.onChange(() => this.wake()),
    ]
    this.loop = this.run(this.stopping.signal)
  }

  async stop(): Promise<void> {
    for (const unsubscribe of this.unsubscribe) unsubscribe()
    this.stopping.abort()
    this.wake()
    await this.sync.stop()
    await this.loop
  }

  private async run(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      // Taken before the run, so that a change during the run is not slept over.
      const woken = new Promise<void>((resolve) => {
        this.wake = resolve
      })
      await this.deliver(signal)
      const nap = new AbortController()
      await Promise.race([woken, this.clock.sleep(this.intervalMs, nap.signal).catch(() => undefined)])
      nap.abort()
    }
  }

  /** The reason for failing may be gone: also a server that rests after a failure is asked. */
  private hurry(): void {
    this.byHand = true
    this.wake()
  }

  private async deliver(signal: AbortSignal): Promise<void> {
    const byHand = this.byHand
    this.byHand = false
    try {
      // Stopped in the meantime, a run would begin that nobody stops any more.
      if ((await this.sync.hasWork()) && !signal.aborted)
        await (byHand ? this.sync.syncQueueNow() : this.sync.syncQueue())
    } catch (error) {
      this.logger.warn('background sync ended early', { code: isMeantimeError(error) ? error.code : String(error) })
    }
  }
}

export const BACKGROUND_SYNC = token<BackgroundSync>('meantime.BackgroundSync')
