import type { Clock } from '@meantime/core'
import { Refusal } from './refusal.js'

const WINDOW_MS = 60_000

/** So many requests a minute for each address and handler; refused ones count too. */
export class RateLimit {
  readonly #clock: Pick<Clock, 'now'>
  readonly #windows = new Map<string, { until: number; count: number }>()

  constructor(clock: Pick<Clock, 'now'>) {
    this.#clock = clock
  }

  /** Throws a 429 with `Retry-After: 60`. */
  count(ip: string, handler: string, most: number): void {
    const now = this.#clock.now()
    const key = `${ip} ${handler}`
    const found = this.#windows.get(key)
    const window =
      found && found.until > now && found.until <= now + WINDOW_MS ? found : { until: now + WINDOW_MS, count: 0 }
    window.count += 1
    this.#windows.set(key, window)
    if (window.count > most)
      throw new Refusal(429, 'ThrottlerException: Too Many Requests', undefined, { 'retry-after': '60' })
  }
}
