import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { dayBounds, dayOf, isKnownZone, LONGEST_SPLIT_MS, splitByDay, totalsByDay } from '../src/domain/day.js'
import { workedMs } from '../src/domain/entry.js'
import type { Segment } from '../src/domain/event.js'
import { isMeantimeError } from '../src/errors.js'
import { anInstant, folded, HOUR, MINUTE, remove, start, stop } from './stub-events.js'

const DAY = 24 * HOUR
const utc = (iso: string): number => Date.parse(iso)

describe('a local day', () => {
  test.each([
    ['Europe/Berlin', '2026-03-28T22:59:59.999Z', '2026-03-28'],
    ['Europe/Berlin', '2026-03-28T23:00:00Z', '2026-03-29'],
    ['Europe/Berlin', '2026-03-29T21:59:59.999Z', '2026-03-29'],
    ['Europe/Berlin', '2026-03-29T22:00:00Z', '2026-03-30'],
    ['UTC', '2026-03-28T23:00:00Z', '2026-03-28'],
    ['America/Los_Angeles', '2026-01-01T07:59:00Z', '2025-12-31'],
    ['Pacific/Kiritimati', '2026-01-01T10:00:00Z', '2026-01-02'],
    ['Asia/Kathmandu', '2026-01-01T18:15:00Z', '2026-01-02'],
    ['+02:00', '2026-01-01T22:30:00Z', '2026-01-02'],
  ])('in %s, %s is on %s', (zone, instant, day) => {
    expect(dayOf(utc(instant), zone)).toBe(day)
  })

  test.each([
    ['an ordinary day', '2026-03-02', 'Europe/Berlin', 24 * HOUR],
    ['the clock goes forward', '2026-03-29', 'Europe/Berlin', 23 * HOUR],
    ['the clock goes back', '2026-10-25', 'Europe/Berlin', 25 * HOUR],
    ['forward by half an hour', '2026-10-04', 'Australia/Lord_Howe', 23.5 * HOUR],
    ['back by half an hour', '2026-04-05', 'Australia/Lord_Howe', 24.5 * HOUR],
    ['midnight itself does not exist', '2018-11-04', 'America/Sao_Paulo', 23 * HOUR],
    ['the zone skipped the day', '2011-12-30', 'Pacific/Apia', 0],
  ])('%s: %s in %s has its true length', (_title, day, zone, length) => {
    const { from, to } = dayBounds(day, zone)
    expect(to - from).toBe(length)
    if (length > 0) expect([dayOf(from, zone), dayOf(to - 1, zone)]).toEqual([day, day])
    expect(dayOf(to, zone)).not.toBe(day)
  })

  test('an hour that repeats across midnight belongs to the day that had begun', () => {
    // 2010-11-07 00:01 in St. John's became 2010-11-06 23:01 again.
    const midnight = dayBounds('2010-11-07', 'America/St_Johns').from
    expect(dayOf(midnight - 1, 'America/St_Johns')).toBe('2010-11-06')
    expect(dayOf(midnight + 30 * MINUTE, 'America/St_Johns')).toBe('2010-11-07')
    expect(dayOf(midnight + 2 * HOUR, 'America/St_Johns')).toBe('2010-11-07')
  })

  test.each(['2026-02-30', '2026-13-01', '26-03-29', '2026-3-29', '2026-03-29T10:00', 'yesterday', ''])(
    '"%s" is refused as a day',
    (day) => {
      const error = (() => {
        try {
          return dayBounds(day, 'UTC')
        } catch (thrown) {
          return thrown
        }
      })()
      expect(isMeantimeError(error, 'DAY_INVALID')).toBe(true)
    },
  )

  test.each(['Mars/Base', '', 'Etc/Unknown', 'Europe/Berlin; drop'])('the unknown zone "%s" is read as UTC', (zone) => {
    expect(isKnownZone(zone)).toBe(false)
    expect(dayOf(utc('2026-03-28T23:59:59Z'), zone)).toBe('2026-03-28')
    expect(dayBounds('2026-03-29', zone)).toEqual({ from: utc('2026-03-29'), to: utc('2026-03-30') })
    expect(splitByDay([{ from: 0, to: 1 }], zone, 1)).toEqual([
      { day: '1970-01-01', ms: 1, segments: [{ from: 0, to: 1 }] },
    ])
  })

  test.each(['Europe/Berlin', 'UTC', 'Etc/GMT+5'])('the zone %s is known', (zone) => {
    expect(isKnownZone(zone)).toBe(true)
  })

  test('the first and the last instant that a Date can hold have a day', () => {
    expect(dayOf(0, 'UTC')).toBe('1970-01-01')
    expect(dayOf(8_640_000_000_000_000, 'Pacific/Kiritimati')).toBe('+275760-09-13')
  })
})

describe('worked time by day', () => {
  test('a stretch over midnight is cut there', () => {
    const segment = { from: utc('2026-03-02T22:00:00Z'), to: utc('2026-03-03T01:00:00Z') }
    const midnight = utc('2026-03-02T23:00:00Z')
    expect(splitByDay([segment], 'Europe/Berlin', 0)).toEqual([
      { day: '2026-03-02', ms: HOUR, segments: [{ from: segment.from, to: midnight }] },
      { day: '2026-03-03', ms: 2 * HOUR, segments: [{ from: midnight, to: segment.to }] },
    ])
  })

  test('a stretch that ends at midnight leaves nothing on the next day', () => {
    const segment = { from: utc('2026-03-02T22:00:00Z'), to: utc('2026-03-02T23:00:00Z') }
    expect(splitByDay([segment], 'Europe/Berlin', 0)).toEqual([{ day: '2026-03-02', ms: HOUR, segments: [segment] }])
  })

  test.each([
    ['2026-03-29', 'Europe/Berlin', 23],
    ['2026-10-25', 'Europe/Berlin', 25],
    ['2026-10-04', 'Australia/Lord_Howe', 23.5],
    ['2026-04-05', 'Australia/Lord_Howe', 24.5],
  ])('whoever works through all of %s in %s worked %d hours', (day, zone, hours) => {
    const { from, to } = dayBounds(day, zone)
    expect(totalsByDay([folded(start(from - HOUR), stop(to + HOUR))], zone, 0)).toEqual([
      { day: expect.any(String), ms: HOUR },
      { day, ms: hours * HOUR },
      { day: expect.any(String), ms: HOUR },
    ])
  })

  test('a running stretch counts until now and stays open in its last part', () => {
    const from = utc('2026-03-02T22:30:00Z')
    const midnight = utc('2026-03-02T23:00:00Z')
    expect(splitByDay([{ from, to: null }], 'Europe/Berlin', midnight + HOUR)).toEqual([
      { day: '2026-03-02', ms: 30 * MINUTE, segments: [{ from, to: midnight }] },
      { day: '2026-03-03', ms: HOUR, segments: [{ from: midnight, to: null }] },
    ])
  })

  test('a running stretch that begins in the future of a clock set back shows with 0', () => {
    const from = utc('2026-03-02T12:00:00Z')
    expect(splitByDay([{ from, to: null }], 'UTC', from - 400 * DAY)).toEqual([
      { day: '2026-03-02', ms: 0, segments: [{ from, to: null }] },
    ])
  })

  test('a day without work is not listed', () => {
    const at = utc('2026-03-02T12:00:00Z')
    const segments = [
      { from: at + 2 * DAY, to: at + 2 * DAY + HOUR },
      { from: at, to: at + HOUR },
    ]
    expect(splitByDay(segments, 'UTC', 0).map(({ day }) => day)).toEqual(['2026-03-02', '2026-03-04'])
    expect(splitByDay([], 'UTC', 0)).toEqual([])
  })

  test('several entries of one day are added up, and deleted ones count nothing', () => {
    const at = utc('2026-03-02T12:00:00Z')
    const entries = [
      folded(start(at), stop(at + HOUR)),
      folded(start(at - 2 * HOUR), stop(at - HOUR)),
      folded(start(at), stop(at + HOUR), remove(at + HOUR)),
    ]
    expect(totalsByDay(entries, 'UTC', 0)).toEqual([{ day: '2026-03-02', ms: 2 * HOUR }])
  })

  test('a clock that jumped by a year is cut into its days', () => {
    const from = utc('2026-03-02T12:00:00Z')
    const parts = splitByDay([{ from, to: from + 365 * DAY }], 'Europe/Berlin', 0)
    expect(parts).toHaveLength(366)
  })

  test('a stretch of thousands of years is not cut, so no report can hang on it', () => {
    const segment = { from: 0, to: LONGEST_SPLIT_MS + 1 }
    expect(splitByDay([segment], 'UTC', 0)).toEqual([{ day: '1970-01-01', ms: segment.to, segments: [segment] }])
    expect(splitByDay([{ from: 0, to: 8_640_000_000_000_000 }], 'UTC', 0)).toHaveLength(1)
  })

  const zones = fc.constantFrom(
    'Europe/Berlin',
    'Australia/Lord_Howe',
    'America/Sao_Paulo',
    'America/St_Johns',
    'Pacific/Apia',
    'Asia/Kathmandu',
    'UTC',
    'Mars/Base',
  )
  /** Also years in which Sao Paulo, St. John's and Apia changed their clocks. */
  const from = fc.oneof(anInstant, fc.integer({ min: utc('2006-01-01'), max: utc('2019-12-31') }))
  const segment: fc.Arbitrary<Segment> = fc
    .tuple(from, fc.option(fc.integer({ min: 0, max: 40 * DAY })))
    .map(([at, length]) => ({ from: at, to: length === null ? null : at + length }))

  test('the parts always sum to the whole, and every part lies within its day', () => {
    fc.assert(
      fc.property(fc.array(segment, { maxLength: 5 }), zones, from, (segments, zone, now) => {
        const parts = splitByDay(segments, zone, now)
        expect(parts.reduce((sum, { ms }) => sum + ms, 0)).toBe(workedMs({ segments }, now))
        expect(parts.map(({ day }) => day)).toEqual([...new Set(parts.map(({ day }) => day))].sort())
        for (const part of parts) {
          const bounds = dayBounds(part.day, zone)
          expect(workedMs(part, now)).toBe(part.ms)
          if (part.segments.some(({ to }) => (to ?? now) - bounds.from > LONGEST_SPLIT_MS)) continue
          for (const { from, to } of part.segments) {
            expect(from).toBeGreaterThanOrEqual(bounds.from)
            expect(to ?? Math.min(now, bounds.to)).toBeLessThanOrEqual(bounds.to)
          }
        }
      }),
    )
  })

  test('every instant lies in the bounds of its day', () => {
    fc.assert(
      fc.property(from, zones, (instant, zone) => {
        const bounds = dayBounds(dayOf(instant, zone), zone)
        expect(bounds.from).toBeLessThanOrEqual(instant)
        expect(bounds.to).toBeGreaterThan(instant)
      }),
    )
  })
})
