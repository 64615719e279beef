import type { Clock } from '@meantime/core'

interface Sleeper {
  readonly due: number
  wake(): void
}

/**
 * A clock that moves only when told to, so that no test waits. Like a real one it has two times: `advance` moves both,
 * `set` makes the wall clock jump (a person or NTP set it) while `monotonic()` and sleepers do not notice.
 */
export class ManualClock implements Clock {
  #now: number
  #zone: string
  #monotonic = 0
  #sleepers: Sleeper[] = []
  #watchers: { readonly count: number; resolve(): void }[] = []

  /** @param now UTC ms. @default 2026-01-05 09:00 UTC, a Monday */
  constructor(now: number = Date.UTC(2026, 0, 5, 9), zone = 'UTC') {
    this.#now = now
    this.#zone = zone
  }

  now(): number {
    return this.#now
  }

  monotonic(): number {
    return this.#monotonic
  }

  zone(): string {
    return this.#zone
  }

  /** Moves time on and wakes the sleepers that are due, in the order in which they are due. */
  advance(ms: number): void {
    if (!(ms >= 0)) throw new RangeError(`advance(${ms}): time only moves on; set() makes the wall clock jump`)
    this.#now += ms
    this.#monotonic += ms
    for (let next = this.#nextDue(this.#monotonic); next; next = this.#nextDue(this.#monotonic)) {
      this.#remove(next)
      next.wake()
    }
  }

  /** Like `advance`, but stops at every sleeper on the way, so that a loop which sleeps again is woken again. */
  async advanceInSteps(ms: number): Promise<void> {
    const end = this.#monotonic + ms
    await settled()
    for (let next = this.#nextDue(end); next; next = this.#nextDue(end)) {
      this.advance(Math.max(0, next.due - this.#monotonic))
      await settled()
    }
    this.advance(end - this.#monotonic)
    await settled()
  }

  /**
   * Moves time on until `work` has settled, and settles as it did: for work that waits for this clock and for a disk or
   * another process by turns. Of every `stepMs` of this clock at least a millisecond passes for the others.
   */
  async advanceUntil<T>(work: Promise<T>, stepMs = 250): Promise<T> {
    const still = Symbol()
    while ((await Promise.race([work, aMoment(still)])) === still) this.advance(stepMs)
    return work
  }

  /** The wall clock jumps, in either direction. */
  set(now: number): void {
    this.#now = now
  }

  setZone(zone: string): void {
    this.#zone = zone
  }

  /** How many calls of `sleep` have neither woken nor been aborted. */
  get sleeping(): number {
    return this.#sleepers.length
  }

  /** Milliseconds until the next sleeper is due; undefined when nobody sleeps. */
  get untilNext(): number | undefined {
    const next = this.#nextDue(Number.POSITIVE_INFINITY)
    return next && next.due - this.#monotonic
  }

  /** Resolves as soon as `count` calls sleep at the same time: the moment to call `advance`. */
  whenSleeping(count = 1): Promise<void> {
    return new Promise((resolve) => {
      this.#watchers.push({ count, resolve })
      this.#notify()
    })
  }

  sleep(ms: number, signal?: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      if (signal?.aborted) return reject(signal.reason)
      if (!(ms > 0)) return resolve()
      const sleeper: Sleeper = {
        due: this.#monotonic + ms,
        wake: () => {
          signal?.removeEventListener('abort', onAbort)
          resolve()
        },
      }
      const onAbort = () => {
        this.#remove(sleeper)
        reject(signal?.reason)
      }
      signal?.addEventListener('abort', onAbort, { once: true })
      this.#sleepers.push(sleeper)
      this.#notify()
    })
  }

  /** The earliest sleeper due until `limit`; of equals the one that fell asleep first. */
  #nextDue(limit: number): Sleeper | undefined {
    let next: Sleeper | undefined
    for (const sleeper of this.#sleepers) {
      if (sleeper.due <= limit && (next === undefined || sleeper.due < next.due)) next = sleeper
    }
    return next
  }

  #remove(sleeper: Sleeper): void {
    this.#sleepers = this.#sleepers.filter((other) => other !== sleeper)
  }

  #notify(): void {
    const met = this.#watchers.filter(({ count }) => this.#sleepers.length >= count)
    this.#watchers = this.#watchers.filter((watcher) => !met.includes(watcher))
    for (const { resolve } of met) resolve()
  }
}

/** Lets everything that was just woken run until it waits for something else. */
const settled = () => new Promise<void>((resolve) => setImmediate(resolve))
const aMoment = <T>(value: T) => new Promise<T>((resolve) => setTimeout(resolve, 1, value))
