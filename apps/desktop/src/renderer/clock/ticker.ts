import type { AgentClock } from './agent-clock.js'

/** What a ticker needs of a page; tests give another. */
export interface Page {
  hidden(): boolean
  onVisibility(listener: () => void): () => void
  /** Returns the cancel function. */
  after(ms: number, call: () => void): () => void
}

/**
 * Tells of each full second (or minute) of the agent's clock, for `useSyncExternalStore`. Nothing is scheduled while
 * nobody listens, and nothing finer than a minute while the page is hidden.
 */
export class Ticker {
  private readonly listeners = new Set<() => void>()
  private cancel: (() => void) | undefined
  private offs: readonly (() => void)[] = []

  constructor(
    private readonly clock: AgentClock,
    private readonly everyMs: number,
    private readonly page: Page = browserPage,
  ) {}

  /** UTC ms, a whole number of ticks: the same value until the next tick. */
  readonly now = (): number => Math.floor(this.clock.now() / this.everyMs) * this.everyMs

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener)
    if (this.listeners.size === 1) this.begin()
    return () => {
      this.listeners.delete(listener)
      if (this.listeners.size === 0) this.end()
    }
  }

  private begin(): void {
    this.offs = [this.page.onVisibility(this.tick), this.clock.onJump(this.tick)]
    this.schedule()
  }

  private end(): void {
    for (const off of this.offs) off()
    this.cancel?.()
    this.cancel = undefined
  }

  private readonly tick = (): void => {
    for (const listener of this.listeners) listener()
    this.schedule()
  }

  private schedule(): void {
    this.cancel?.()
    if (this.page.hidden() && this.everyMs < 60_000) {
      this.cancel = undefined
      return
    }
    this.cancel = this.page.after(this.everyMs - (this.clock.now() % this.everyMs) + 1, this.tick)
  }
}

const browserPage: Page = {
  hidden: () => document.hidden,
  onVisibility(listener) {
    document.addEventListener('visibilitychange', listener)
    return () => document.removeEventListener('visibilitychange', listener)
  },
  after(ms, call) {
    const timer = setTimeout(call, ms)
    return () => clearTimeout(timer)
  },
}
