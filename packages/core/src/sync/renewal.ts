import type { Clock } from '../ports/clock.js'

/**
 * When a lock is to be renewed. By both clocks: its deadline is one of the wall clock, which a sleeping computer and a
 * clock that is set move on without the monotonic one.
 */
export class Renewal {
  private at: number
  private wallAt: number

  constructor(
    private readonly clock: Clock,
    private readonly everyMs: number,
  ) {
    this.at = clock.monotonic()
    this.wallAt = clock.now()
  }

  /** True once per interval; then it is to be renewed now. */
  isDue(): boolean {
    const [at, wallAt] = [this.clock.monotonic(), this.clock.now()]
    if (at - this.at <= this.everyMs && Math.abs(wallAt - this.wallAt) <= this.everyMs) return false
    this.at = at
    this.wallAt = wallAt
    return true
  }
}
