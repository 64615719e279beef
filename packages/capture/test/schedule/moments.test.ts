import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { intervalAt, nextInterval } from '../../src/schedule/moments.js'
import { MINUTE } from '../support/scene.js'

const START = Date.UTC(2026, 0, 5)

function momentsOf(seed: string, lengthMs: number, count: number): number[] {
  const places: number[] = []
  let interval = intervalAt(START, lengthMs, seed)
  for (let index = 0; index < count; index += 1) {
    places.push((interval.at - interval.from) / lengthMs)
    interval = nextInterval(interval, lengthMs, seed)
  }
  return places
}

describe('the moments of 10 000 intervals', () => {
  const places = momentsOf('a seed', 10 * MINUTE, 10_000)

  test('lie anywhere in their interval: each hundredth gets its share', () => {
    const shares = new Array<number>(100).fill(0)
    for (const place of places) shares[Math.floor(place * 100)] = (shares[Math.floor(place * 100)] ?? 0) + 1
    // Chi-squared with 99 degrees of freedom is below 149 with a probability of 99.9 %; the seed is fixed.
    const surprise = shares.reduce((sum, share) => sum + (share - 100) ** 2 / 100, 0)
    expect(surprise).toBeLessThan(149)
  })

  test('tell nothing about the next one: neighbours do not go together', () => {
    const mean = places.reduce((sum, place) => sum + place, 0) / places.length
    const together = (lag: number) => {
      let [product, square] = [0, 0]
      for (let index = lag; index < places.length; index += 1) {
        product += ((places[index] ?? 0) - mean) * ((places[index - lag] ?? 0) - mean)
        square += ((places[index] ?? 0) - mean) ** 2
      }
      return Math.abs(product / square)
    }
    for (const lag of [1, 2, 3, 6, 144]) expect(together(lag)).toBeLessThan(0.04)
  })

  test('are others with another seed, also one that differs in its last letter', () => {
    const others = momentsOf('a seee', 10 * MINUTE, 10_000)
    const close = places.filter((place, index) => Math.abs(place - (others[index] ?? 0)) < 0.01)
    expect(close.length).toBeLessThan(300)
  })
})

test('whatever the moment, length and seed: one moment inside an interval that all programs see alike', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 0, max: 4e12 }),
      fc.integer({ min: 1, max: 1440 }),
      fc.string(),
      fc.nat(),
      (now, minutes, seed, later) => {
        const lengthMs = minutes * MINUTE
        const interval = intervalAt(now, lengthMs, seed)
        expect(interval.from).toBeLessThanOrEqual(now)
        expect(now).toBeLessThan(interval.to)
        expect(interval.to - interval.from).toBe(lengthMs)
        expect(interval.from % lengthMs).toBe(0)
        expect(interval.at).toBeGreaterThanOrEqual(interval.from)
        expect(interval.at).toBeLessThan(interval.to)
        expect(intervalAt(interval.from + (later % lengthMs), lengthMs, seed)).toEqual(interval)
        expect(nextInterval(interval, lengthMs, seed).from).toBe(interval.to)
      },
    ),
    { numRuns: 10_000, seed: 4 },
  )
})
