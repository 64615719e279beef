import { describe, expect, test } from 'vitest'
import { privatePeriodAt } from '../../src/schedule/private-periods.js'

/** 5 January 2026 is a Monday. */
const at = (text: string) => Date.parse(text)
const isPrivate = (periods: string[], now: string, zone = 'UTC') =>
  privatePeriodAt(periods, at(now), zone) !== undefined

describe('a private period', () => {
  test.each([
    ['12:00-13:00', '2026-01-05T11:59:59Z', false],
    ['12:00-13:00', '2026-01-05T12:00:00Z', true],
    ['12:00-13:00', '2026-01-11T12:59:59Z', true],
    ['12:00-13:00', '2026-01-05T13:00:00Z', false],
    ['mon-fri 12:00-13:00', '2026-01-09T12:30:00Z', true],
    ['mon-fri 12:00-13:00', '2026-01-10T12:30:00Z', false],
    ['Sat,Sun 00:00-24:00', '2026-01-10T00:00:00Z', true],
    ['sat,sun 00:00-24:00', '2026-01-11T23:59:59Z', true],
    ['sat,sun 00:00-24:00', '2026-01-12T00:00:00Z', false],
    ['fri-mon 08:00-09:00', '2026-01-12T08:30:00Z', true],
    ['fri-mon 08:00-09:00', '2026-01-13T08:30:00Z', false],
  ])('%s at %s: %s', (period, now, expected) => {
    expect(isPrivate([period], now)).toBe(expected)
  })

  test('over midnight belongs to the day on which it begins', () => {
    const period = ['fri 22:00-06:00']
    expect(isPrivate(period, '2026-01-09T23:00:00Z')).toBe(true)
    expect(isPrivate(period, '2026-01-10T05:59:00Z')).toBe(true)
    expect(isPrivate(period, '2026-01-10T06:00:00Z')).toBe(false)
    expect(isPrivate(period, '2026-01-10T23:00:00Z')).toBe(false)
    expect(isPrivate(period, '2026-01-09T05:00:00Z')).toBe(false)
  })

  test('is meant by the clock on the wall, wherever its person is', () => {
    expect(isPrivate(['12:00-13:00'], '2026-01-05T11:30:00Z', 'Europe/Berlin')).toBe(true)
    expect(isPrivate(['12:00-13:00'], '2026-07-06T11:30:00Z', 'Europe/Berlin')).toBe(false)
    expect(isPrivate(['sun 23:00-24:00'], '2026-01-05T04:30:00Z', 'America/New_York')).toBe(true)
  })

  test('covers the hour that the clocks show twice, both times', () => {
    for (const now of ['2026-10-25T00:30:00Z', '2026-10-25T01:30:00Z'])
      expect(isPrivate(['sun 02:00-03:00'], now, 'Europe/Berlin')).toBe(true)
  })

  test('is named, so that its person can be told; the first of several', () => {
    const periods = ['08:00-09:00', 'mon 12:00-13:00', '12:00-14:00']
    expect(privatePeriodAt(periods, at('2026-01-05T12:30:00Z'), 'UTC')).toBe('mon 12:00-13:00')
  })

  test.each(['lunch', 'someday 12:00-13:00', 'mon-someday 12:00-13:00', '12-13'])(
    'that is not understood (%s) is taken as always',
    (period) => {
      expect(isPrivate([period], '2026-01-05T03:00:00Z')).toBe(true)
    },
  )

  test('is never where there are none', () => {
    expect(isPrivate([], '2026-01-05T12:00:00Z')).toBe(false)
  })
})
