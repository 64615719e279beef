import { type Clock, type Locks, TransportError } from '@meantime/core'

const TTL_MS = 45_000
const LOOK_EVERY_MS = 250
const PATIENCE_MS = 10_000

/**
 * One at a time for each person, between all programs on a data folder: of two that bring the same entry somewhere, the
 * slower one would undo the other's.
 */
export class Turns {
  constructor(
    private readonly locks: Locks,
    private readonly clock: Clock,
    private readonly server: string,
  ) {}

  /** Waits for its turn for a while. Throws a `server` error when it does not come. */
  async take<T>(user: string, signal: AbortSignal, work: () => Promise<T>): Promise<T> {
    const until = this.clock.monotonic() + PATIENCE_MS
    for (;;) {
      const done = await this.tryTake(user, work)
      if (done) return done.result
      if (this.clock.monotonic() >= until) throw busy()
      await this.clock.sleep(LOOK_EVERY_MS, signal)
    }
  }

  /** Undefined when somebody else has it. */
  async tryTake<T>(user: string, work: () => Promise<T>): Promise<{ readonly result: T } | undefined> {
    const lock = await this.locks.tryAcquire(`hubnity:${this.server}:${user}`, TTL_MS)
    if (!lock) return undefined
    try {
      return { result: await work() }
    } finally {
      await lock.release()
    }
  }
}

const busy = () => new TransportError({ failure: 'server', message: 'Another Meantime program is delivering.' })
