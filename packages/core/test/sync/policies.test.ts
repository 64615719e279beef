import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { BACK_OFF_MAX_MS, backOffMs } from '../../src/index.js'
import { BatchLimit } from '../../src/sync/batch-limit.js'

describe('back-off', () => {
  it('is full jitter between 0 and 1 s · 2ⁿ, never above 15 minutes, never below Retry-After', () => {
    fc.assert(
      fc.property(fc.nat(5000), fc.double({ min: 0, max: 0.999, noNaN: true }), fc.nat(10_000_000), (n, r, after) => {
        const wait = backOffMs(n, () => r, after)
        expect(wait).toBeGreaterThanOrEqual(after)
        expect(wait).toBeLessThanOrEqual(Math.max(after, Math.min(BACK_OFF_MAX_MS, 1000 * 2 ** Math.min(n, 30))))
        expect(Number.isSafeInteger(wait)).toBe(true)
      }),
    )
  })
})

describe('the batch limit', () => {
  it('grows only after a full batch with more waiting', () => {
    const limit = new BatchLimit()
    limit.succeeded(9, true)
    limit.succeeded(10, false)
    expect(limit.value).toBe(10)
    limit.succeeded(10, true)
    expect(limit.value).toBe(50)
    limit.succeeded(50, true)
    limit.succeeded(100, true)
    expect(limit.value).toBe(100)
  })

  it('is smaller after each failed run, down to 1, and never grows by that', () => {
    const after = (failures: number) => {
      const limit = new BatchLimit()
      limit.probe(failures)
      return limit.value
    }
    expect([0, 1, 2, 3, 4, 40].map(after)).toEqual([10, 5, 2, 1, 1, 1])
    const small = new BatchLimit()
    for (let n = 0; n < 5; n += 1) small.shrink()
    small.probe(1)
    expect(small.value).toBe(1)
  })

  it('halves down to 1, and climbs back by doubling', () => {
    const limit = new BatchLimit()
    const seen = Array.from({ length: 5 }, () => {
      limit.shrink()
      return limit.value
    })
    expect(seen).toEqual([5, 2, 1, 1, 1])
    const up = Array.from({ length: 6 }, () => {
      limit.succeeded(limit.value, true)
      return limit.value
    })
    expect(up).toEqual([2, 4, 8, 10, 50, 100])
  })
})
