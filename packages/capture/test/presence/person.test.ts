import { describe, expect, test } from 'vitest'
import type { Gap } from '../../src/presence/gap.js'
import { firstSight, type Look, lookAgain, type Person } from '../../src/presence/person.js'

const SECOND = 1000
const MINUTE = 60 * SECOND
const START = Date.UTC(2026, 0, 5, 13)
const FIVE = 5 * MINUTE

interface Seen extends Partial<Omit<Look, 'now' | 'gap'>> {
  readonly at: number
  readonly gap?: Partial<Gap>
}

/** Looks at minutes after the start; what is not said about the person is unknown. */
function watch(first: Omit<Seen, 'gap'>, ...more: readonly Seen[]) {
  let person: Person = firstSight({ now: START + first.at * MINUTE, idleMs: first.idleMs ?? 'unknown' })
  return more.map(({ at, idleMs = 'unknown', locked = 'unknown', gap = {} }) => {
    const now = START + at * MINUTE
    const whole = {
      sleptMs: 0,
      stalledMs: 0,
      clockMovedMs: 0,
      awakeMs: now - person.lookedAt - (gap.sleptMs ?? 0),
      ...gap,
    }
    const found = lookAgain(person, { now, idleMs, locked, gap: whole }, FIVE)
    person = found.person
    if (!found.evidence) return undefined
    const { causes, from, to } = found.evidence
    return [causes.join(), (from - START) / MINUTE, (to - START) / MINUTE]
  })
}

describe('evidence of absence', () => {
  test('goes from the last input to the return, when they are back', () => {
    const looks = [
      { at: 3, idleMs: 3 * MINUTE },
      { at: 6, idleMs: 6 * MINUTE },
      { at: 42, idleMs: 42 * MINUTE },
      { at: 42.25, idleMs: SECOND },
    ]
    expect(watch({ at: 0, idleMs: 0 }, ...looks)).toEqual([undefined, undefined, undefined, ['idle', 0, 42]])
  })

  test('is none for a pause to think, nor for somebody who works', () => {
    expect(watch({ at: 0, idleMs: 0 }, { at: 4, idleMs: 4 * MINUTE }, { at: 4.5, idleMs: 0 })).toEqual([
      undefined,
      undefined,
    ])
    expect(watch({ at: 0, idleMs: 0 }, { at: 0.25, idleMs: 200 }, { at: 0.5, idleMs: 200 })).toEqual([
      undefined,
      undefined,
    ])
  })

  test('is a sleep from the last sign before it to the waking', () => {
    const slept = { sleptMs: 8 * 60 * MINUTE }
    expect(watch({ at: 0, idleMs: 0 }, { at: 481, idleMs: SECOND, gap: slept })).toEqual([['sleep', 0, 480]])
    expect(watch({ at: 0 }, { at: 481, gap: slept })).toEqual([['sleep', 0, 480]])
  })

  test('is one stretch of idle time and the sleep after it', () => {
    const looks: Seen[] = [
      { at: 10, idleMs: 10 * MINUTE },
      { at: 100, idleMs: SECOND, gap: { sleptMs: 89 * MINUTE } },
    ]
    expect(watch({ at: 0, idleMs: 0 }, ...looks)).toEqual([undefined, ['idle,sleep', 0, 99]])
  })

  test('ends with input also when it is looked for again at once', () => {
    const looks: Seen[] = [
      { at: 10, idleMs: 10 * MINUTE },
      { at: 10.005, idleMs: 50 },
      { at: 20, idleMs: 9.995 * MINUTE + 50 },
      { at: 20.25, idleMs: 0 },
    ]
    const [, first, , second] = watch({ at: 0, idleMs: 0 }, ...looks)
    expect(first).toEqual(['idle', 0, 10])
    expect(second?.[0]).toBe('idle')
    expect(second?.[1]).toBeCloseTo(10.004, 2)
  })

  test('goes on when the computer woke up by itself and saw nobody: the count stood still meanwhile', () => {
    const looks: Seen[] = [
      { at: 1, idleMs: MINUTE },
      { at: 100, idleMs: 2 * MINUTE, gap: { sleptMs: 98 * MINUTE } },
      { at: 101, idleMs: 0 },
    ]
    expect(watch({ at: 0, idleMs: 0 }, ...looks)).toEqual([undefined, undefined, ['sleep', 0, 100]])
  })

  test('is a locked screen, for as long as it was locked', () => {
    const looks: Seen[] = [
      { at: 1, locked: true },
      { at: 20, locked: true, idleMs: SECOND },
      { at: 21, locked: false },
    ]
    expect(watch({ at: 0, locked: false }, ...looks)).toEqual([undefined, undefined, ['lock', 0, 20]])
  })

  test('is none for a short lock', () => {
    expect(watch({ at: 0, locked: false }, { at: 1, locked: true }, { at: 3, locked: false })).toEqual([
      undefined,
      undefined,
    ])
  })

  test('is time in which this program was stopped: nobody knows what was done', () => {
    expect(watch({ at: 0, idleMs: 0 }, { at: 30, idleMs: SECOND, gap: { stalledMs: 30 * MINUTE } })).toEqual([
      ['crash', 0, 29.983333333333334],
    ])
  })

  test('is never made of a system that tells nothing', () => {
    expect(watch({ at: 0 }, { at: 10 }, { at: 600 })).toEqual([undefined, undefined])
  })

  test('is none for a clock that was set, and counts idle time by the new one', () => {
    expect(
      watch({ at: 0, idleMs: 0 }, { at: 60, idleMs: SECOND, gap: { clockMovedMs: 59 * MINUTE, awakeMs: MINUTE } }),
    ).toEqual([undefined])
    const back: Seen[] = [
      { at: -50, idleMs: 10 * MINUTE, gap: { clockMovedMs: -60 * MINUTE, awakeMs: 10 * MINUTE } },
      { at: -40, idleMs: SECOND },
    ]
    expect(watch({ at: 0, idleMs: 0 }, ...back)).toEqual([undefined, ['idle', -60, -50]])
  })
})
