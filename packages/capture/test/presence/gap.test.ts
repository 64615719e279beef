import { describe, expect, test } from 'vitest'
import { type Clocks, gapBetween } from '../../src/presence/gap.js'

const HOUR = 3_600_000
const PLANNED = 15_000
const at = (wall: number, monotonic: number, sinceBoot: number | undefined): Clocks => ({ wall, monotonic, sinceBoot })
const start = at(1_000_000, 5_000, 90_000)
const later = (wall: number, monotonic: number, boot: number | undefined = monotonic) =>
  at(start.wall + wall, start.monotonic + monotonic, boot === undefined ? undefined : 90_000 + boot)
const linux = (after: Clocks) => gapBetween(start, after, PLANNED, { monotonicSleeps: true })
const elsewhere = (after: Clocks) => gapBetween(start, after, PLANNED, { monotonicSleeps: false })
const NOTHING = { sleptMs: 0, stalledMs: 0, clockMovedMs: 0 }

describe('on Linux, whose monotonic clock stands still in a sleep', () => {
  test('a sleep is what the boot clock has more', () => {
    expect(linux(later(8 * HOUR, 15_000, 8 * HOUR))).toMatchObject({ ...NOTHING, sleptMs: 8 * HOUR - 15_000 })
  })

  test('a wall clock that was set is no sleep, forward or back', () => {
    expect(linux(later(8 * HOUR, 15_000))).toMatchObject({ ...NOTHING, clockMovedMs: 8 * HOUR - 15_000 })
    expect(linux(later(-HOUR, 15_000))).toMatchObject({ ...NOTHING, clockMovedMs: -HOUR - 15_000 })
  })

  test('a sleep in which the clock was set is told apart into both', () => {
    expect(linux(later(9 * HOUR, 0, 8 * HOUR))).toMatchObject({ sleptMs: 8 * HOUR, clockMovedMs: HOUR })
  })

  test('a process that was stopped is a stall, not a sleep', () => {
    expect(linux(later(HOUR, HOUR))).toMatchObject({ ...NOTHING, stalledMs: HOUR - PLANNED })
  })

  test('a busy event loop, a slewed clock and clocks read one after the other are nothing', () => {
    expect(linux(later(45_000, 45_000))).toEqual({ ...NOTHING, awakeMs: 45_000 })
    expect(linux(later(17_000, 15_000, 15_600))).toEqual({ ...NOTHING, awakeMs: 15_000 })
  })

  test('without a boot clock no sleep is claimed', () => {
    expect(linux(at(start.wall + HOUR, start.monotonic + 15_000, undefined)).sleptMs).toBe(0)
  })
})

describe('on Windows and macOS, where all clocks move in a sleep', () => {
  test('a look that comes hours late was a sleep', () => {
    const slept = elsewhere(later(8 * HOUR, 8 * HOUR))
    expect(slept).toEqual({ ...NOTHING, sleptMs: 8 * HOUR - PLANNED, awakeMs: PLANNED })
  })

  test('a wall clock that was set is no sleep', () => {
    expect(elsewhere(later(8 * HOUR, 15_000))).toMatchObject({ ...NOTHING, clockMovedMs: 8 * HOUR - 15_000 })
  })
})
