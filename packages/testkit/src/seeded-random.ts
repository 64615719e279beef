import type { Random } from '@meantime/core'

/** The same numbers for the same seed (mulberry32), uniform in [0, 1): a failing test fails again. */
export function seededRandom(seed = 1): Random {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}
