import { describe, expect, it } from 'vitest'
import { createFormats } from '../../src/renderer/format/formats.js'
import { weekOf } from '../../src/renderer/format/week.js'

const HOUR = 3_600_000
const plain = (text: string): string => text.replace(/[\u00a0\u202f\u2009]/g, ' ')

describe('times look as the locale wants, in the zone of the person', () => {
  const instant = Date.parse('2026-03-18T13:05:09Z')

  it('24 hours, 12 hours', () => {
    expect(createFormats('en-GB', 'Europe/Berlin').clock(instant)).toBe('14:05')
    expect(plain(createFormats('en-US', 'America/New_York').clock(instant))).toBe('9:05 AM')
    expect(createFormats('ru-RU', 'Asia/Kolkata').clock(instant)).toBe('18:35')
  })

  it('a range names the days when they differ', () => {
    const { range } = createFormats('en-GB', 'Europe/Berlin')
    expect(plain(range(instant, instant + HOUR))).toMatch(/^14:05\s?–\s?15:05$/)
    expect(range(instant, instant + 12 * HOUR)).toContain('19 Mar')
  })

  it('a moment of today is a time, of this year a day and a time, of another year all of it', () => {
    const { moment } = createFormats('en-GB', 'Europe/Berlin')
    expect(moment(instant, instant + HOUR)).toBe('14:05')
    expect(moment(instant, instant + 48 * HOUR)).toContain('18 Mar')
    expect(moment(instant, instant + 400 * 24 * HOUR)).toContain('2026')
  })

  it('the hour that a day has twice is told by the same clock twice, and a calendar day never moves with the zone', () => {
    const { clock, day } = createFormats('en-GB', 'Europe/Berlin')
    expect(clock(Date.parse('2026-10-25T00:30:00Z'))).toBe('02:30')
    expect(clock(Date.parse('2026-10-25T01:30:00Z'))).toBe('02:30')
    for (const zone of ['Pacific/Kiritimati', 'Pacific/Pago_Pago', 'Europe/Berlin']) {
      expect(createFormats('en-GB', zone).day('2026-03-29', '2026-01-01')).toBe('Sunday 29 March')
    }
    expect(day('2025-03-29', '2026-01-01')).toContain('2025')
  })
})

describe('lengths', () => {
  const english = createFormats('en-GB', 'UTC')

  it('are whole minutes rounded down, seconds below one', () => {
    expect(english.duration(3 * HOUR + 25 * 60_000 + 59_999)).toBe('3h 25m')
    expect(english.duration(2 * HOUR)).toBe('2h')
    expect(english.duration(59_999)).toBe('59s')
    expect(english.duration(0)).toBe('0m')
    expect(english.duration(-5)).toBe('0m')
    expect(plain(createFormats('ru-RU', 'UTC').duration(3 * HOUR + 25 * 60_000))).toBe('3 ч 25 мин')
  })

  it('the timer has two digits for minutes and seconds and as many hours as there are', () => {
    expect(english.timer(0)).toBe('0:00:00')
    expect(english.timer(HOUR * 123 + 61_999)).toBe('123:01:01')
    expect(english.timer(-1)).toBe('0:00:00')
  })

  it('numbers have the separators of the locale', () => {
    expect(english.number(12345)).toBe('12,345')
    expect(plain(createFormats('ru-RU', 'UTC').number(12345))).toBe('12 345')
    expect(english.bytes(212_400)).toBe('212 kB')
    expect(english.bytes(3_450_000)).toBe('3.5 MB')
  })
})

it('weeks begin where the locale begins them', () => {
  expect([
    weekOf('en-US').firstDay,
    weekOf('en-GB').firstDay,
    weekOf('ru-RU').firstDay,
    weekOf('ar-EG').firstDay,
  ]).toEqual([7, 1, 1, 6])
})
