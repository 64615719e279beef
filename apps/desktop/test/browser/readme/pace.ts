import { setTimeout as delay } from 'node:timers/promises'
import type { ManualClock } from '@meantime/testkit'
import { requestsUnderWay } from './requests.js'

/** What goes on for longer than this is not waited for any more; nothing here comes near it. */
const PATIENCE_MS = 5000
/** A delivery that does nothing for so long waits for the clock. */
const STILL_MS = 5

const underWay = requestsUnderWay()

/** Time passes until the work is done, for who waits for it meanwhile; none while a request waits for its answer. */
export async function lasting<T>(clock: ManualClock, work: Promise<T>): Promise<T> {
  const still = Symbol()
  while ((await Promise.race([work, delay(1, still)])) === still) if (underWay() === 0) clock.advance(20)
  return work
}

/**
 * Lets hours pass in seconds, and gives every loop of the agent the time that it needs: the clock goes on to whoever is due
 * next, and stands still until they all sleep again. So a picture is taken at its moment on a busy computer too.
 */
export class Pace {
  private asleep = 0

  constructor(
    private readonly clock: ManualClock,
    private readonly delivers: () => boolean,
  ) {}

  async until(moment: number): Promise<void> {
    for (let left = moment - this.clock.now(); left > 0; left = moment - this.clock.now()) {
      this.clock.advance(Math.min(left, this.clock.untilNext ?? left))
      await this.quiet()
    }
  }

  /** After something was done: whoever it woke sleeps again, and what sleeps for a moment only is over. */
  async settle(): Promise<void> {
    this.asleep = 0
    for (let round = 0; round < 3; round += 1) {
      await this.still(8 * STILL_MS)
      this.clock.advance(250)
    }
    await this.still(8 * STILL_MS)
    this.asleep = this.clock.sleeping
  }

  private async quiet(): Promise<void> {
    const end = performance.now() + PATIENCE_MS
    do await soon()
    while (this.isAwake() && performance.now() < end)
    if (this.delivers()) await this.still(STILL_MS)
    this.asleep = this.clock.sleeping
  }

  /** Nobody fell asleep or woke for so long. */
  private async still(ms: number): Promise<void> {
    for (let since = performance.now(), before = this.clock.sleeping; performance.now() - since < ms; ) {
      await delay(1)
      if (!this.isAwake() && this.clock.sleeping === before) continue
      since = performance.now()
      before = this.clock.sleeping
    }
  }

  private isAwake(): boolean {
    return underWay() > 0 || this.clock.sleeping < this.asleep
  }
}

const soon = () => new Promise<void>((resolve) => setImmediate(resolve))
