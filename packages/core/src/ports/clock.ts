import { token } from '../container.js'

export interface Clock {
  /** Wall clock, UTC milliseconds since 1970. It may jump. */
  now(): number
  /** Milliseconds that only grow, from an arbitrary start; for measuring, never for storing. */
  monotonic(): number
  /** The IANA zone the person is in now, such as `Europe/Berlin`. */
  zone(): string
  /** Resolves after `ms`; rejects with the signal's reason when aborted. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>
}

export const CLOCK = token<Clock>('meantime.Clock')
