import type { Random } from '../ports/random.js'

export const BACK_OFF_BASE_MS = 1000
export const BACK_OFF_MAX_MS = 15 * 60_000

/**
 * Full jitter: `max(Retry-After, random(0, min(15 min, 1 s · 2ⁿ)))`, in ms.
 * Source: "Exponential Backoff And Jitter", AWS Architecture Blog, 2015.
 */
export function backOffMs(failures: number, random: Random, retryAfterMs = 0, baseMs = BACK_OFF_BASE_MS): number {
  const ceiling = Math.min(BACK_OFF_MAX_MS, baseMs * 2 ** Math.min(failures, 30))
  return Math.max(retryAfterMs, Math.round(random() * ceiling))
}
