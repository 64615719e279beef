import type { Clock, Logger } from '@meantime/core'
import type { Notice } from '../bridge/bridge.js'

/** While much changes, windows are told at most this often: they ask for all that is new at once anyway. */
const EVERY_MS = 100

/** What the agent tells by itself, to every window there is. The first change of a burst is told at once. */
export class Notices {
  private readonly listeners = new Set<(notice: Notice) => void>()
  private readonly waiting = new Map<Notice['kind'], Notice>()
  private due = false
  private toldAt = Number.NEGATIVE_INFINITY

  constructor(
    private readonly clock: Clock,
    private readonly logger: Logger,
  ) {}

  on(listener: (notice: Notice) => void): () => void {
    const own = (notice: Notice) => listener(notice)
    this.listeners.add(own)
    return () => this.listeners.delete(own)
  }

  tell(notice: Notice): void {
    if (this.listeners.size === 0) return
    this.waiting.set(notice.kind, notice)
    if (this.due) return
    const wait = this.toldAt + EVERY_MS - this.clock.monotonic()
    if (wait <= 0) {
      this.tellAll()
      return
    }
    this.due = true
    void this.clock.sleep(wait).then(() => this.tellAll())
  }

  private tellAll(): void {
    this.due = false
    this.toldAt = this.clock.monotonic()
    const notices = [...this.waiting.values()]
    this.waiting.clear()
    for (const listener of [...this.listeners]) for (const notice of notices) this.tellOne(listener, notice)
  }

  private tellOne(listener: (notice: Notice) => void, notice: Notice): void {
    try {
      listener(notice)
    } catch (error) {
      this.logger.error('a window could not be told', { error: String(error) })
    }
  }
}
