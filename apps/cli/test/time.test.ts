import { describe, expect, test } from 'vitest'
import { parseEdge, parseInstant } from '../src/time/parse-time.js'
import { periodOf } from '../src/time/period.js'

const BERLIN = 'Europe/Berlin'
const at = (iso: string) => Date.parse(iso)
const read = async (text: string, now: string, zone = BERLIN) =>
  new Date(await parseInstant(text, '--at', { now: at(now), zone })).toISOString()
const refused = (text: string, now: string, zone = BERLIN) =>
  expect(parseInstant(text, '--at', { now: at(now), zone })).rejects

describe('a time that somebody names', () => {
  const now = '2026-01-05T12:00:00.000Z'

  test.each([
    ['10:00', '2026-01-05T09:00:00.000Z'],
    ['9:05', '2026-01-05T08:05:00.000Z'],
    ['10:00:30', '2026-01-05T09:00:30.000Z'],
    ['10am', '2026-01-05T09:00:00.000Z'],
    ['  10:00 ', '2026-01-05T09:00:00.000Z'],
    ['10 min ago', '2026-01-05T11:50:00.000Z'],
    ['an hour ago', '2026-01-05T11:00:00.000Z'],
    ['now', now],
    ['9.05', '2026-01-05T08:05:00.000Z'],
    ['1,5 h ago', '2026-01-05T10:30:00.000Z'],
    ['3 days ago', '2026-01-02T12:00:00.000Z'],
    ['a week ago', '2025-12-29T12:00:00.000Z'],
    ['3 days ago 9:30', '2026-01-02T08:30:00.000Z'],
    ['yesterday 17:30', '2026-01-04T16:30:00.000Z'],
    ['last friday 10:00', '2026-01-02T09:00:00.000Z'],
    ['2026-01-05 10:00', '2026-01-05T09:00:00.000Z'],
    ['2026-01-05T10:00', '2026-01-05T09:00:00.000Z'],
    ['2026-01-05T10:00:00Z', '2026-01-05T10:00:00.000Z'],
    ['2026-01-05T10:00:00.250+02:00', '2026-01-05T08:00:00.250Z'],
    ['10:30 UTC', '2026-01-05T10:30:00.000Z'],
  ])('%s is %s', async (text, expected) => {
    expect(await read(text, now)).toBe(expected)
  })

  test.each(['', '   ', 'lunch', '25:00', '10:75', '930', '10:00 and then', '10:00 - 11:00', '2026-02-30T10:00:00Z'])(
    '“%s” is not understood, with examples of what is',
    async (text) => {
      await refused(text, now).toMatchObject({
        code: 'TIME_NOT_UNDERSTOOD',
        kind: 'input',
        hint: expect.stringContaining('yesterday 17:30'),
      })
    },
  )

  test('a date with slashes is refused, because people read it in two ways', async () => {
    await refused('1/2/2026 10:00', now).toMatchObject({ code: 'TIME_NOT_UNDERSTOOD' })
  })

  test('a day without a time is not a moment', async () => {
    for (const day of ['yesterday', 'friday', '2026-01-02'])
      await refused(day, now).toMatchObject({
        code: 'TIME_NOT_UNDERSTOOD',
        message: `--at “${day}” is a day without a time.`,
        hint: expect.stringContaining('yesterday 17:30'),
      })
  })

  test('days are counted by the clock on the wall, also over a change of the clocks; as an edge they are whole days', async () => {
    expect(await read('2 days ago', '2026-03-30T10:00:00.000Z')).toBe('2026-03-28T11:00:00.000Z')
    const place = { now: at('2026-03-30T10:00:00.000Z'), zone: BERLIN }
    expect(await parseEdge('2 days ago', '--from', place)).toEqual({ at: at('2026-03-27T23:00:00Z'), wholeDay: true })
  })

  test('a bare time is one of today; when it is still to come it is refused, not taken as yesterday', async () => {
    await refused('17:30', now).toMatchObject({ code: 'TIME_IN_FUTURE', hint: expect.stringContaining('yesterday') })
    await refused('in 5 minutes', now).toMatchObject({ code: 'TIME_IN_FUTURE' })
  })

  test('a weekday is the last one', async () => {
    expect(await read('wednesday 10:00', now)).toBe('2025-12-31T09:00:00.000Z')
  })
})

describe('around midnight', () => {
  test('today is the day where the person is, not in UTC', async () => {
    // 00:30 on the 6th in Berlin is still the 5th in UTC.
    expect(await read('00:15', '2026-01-05T23:30:00Z')).toBe('2026-01-05T23:15:00.000Z')
    expect(await read('yesterday 23:50', '2026-01-05T23:30:00Z')).toBe('2026-01-05T22:50:00.000Z')
    expect(await read('20:00', '2026-01-06T04:30:00Z', 'America/New_York')).toBe('2026-01-06T01:00:00.000Z')
  })

  test('just before midnight, a time just after it is in the future', async () => {
    await refused('23:59', '2026-01-05T22:58:00Z').toMatchObject({ code: 'TIME_IN_FUTURE' })
    expect(await read('10 min ago', '2026-01-05T23:05:00Z')).toBe('2026-01-05T22:55:00.000Z')
  })
})

describe('where the clocks change', () => {
  test('a time that the clocks skipped is refused', async () => {
    await refused('02:30', '2026-03-29T10:00:00Z').toMatchObject({ code: 'TIME_SKIPPED', kind: 'input' })
  })

  test('a time that came twice is the later one that has passed', async () => {
    expect(await read('02:30', '2026-10-25T10:00:00Z')).toBe('2026-10-25T01:30:00.000Z')
    expect(await read('02:30', '2026-10-25T01:00:00Z')).toBe('2026-10-25T00:30:00.000Z')
  })

  test('a wall time of yesterday has the offset of yesterday, a span is exact', async () => {
    expect(await read('yesterday 17:30', '2026-03-29T10:00:00Z')).toBe('2026-03-28T16:30:00.000Z')
    expect(await read('12 hours ago', '2026-03-29T10:00:00Z')).toBe('2026-03-28T22:00:00.000Z')
  })
})

describe('a period', () => {
  const place = { now: at('2026-01-07T12:00:00Z'), zone: BERLIN }
  const period = async (options: Parameters<typeof periodOf>[0]) => {
    const { from, to } = await periodOf(options, place)
    return [new Date(from).toISOString(), new Date(to).toISOString()]
  }
  const endOfToday = '2026-01-07T23:00:00.000Z'

  test('is whole local days, the last 7 unless something else is said', async () => {
    expect(await period({})).toEqual(['2025-12-31T23:00:00.000Z', endOfToday])
    expect(await period({ today: true })).toEqual(['2026-01-06T23:00:00.000Z', endOfToday])
    expect(await period({ days: '1' })).toEqual(['2026-01-06T23:00:00.000Z', endOfToday])
    expect(await period({ week: true })).toEqual(['2026-01-04T23:00:00.000Z', endOfToday])
  })

  test('includes the day named as its end, and ends at a moment named', async () => {
    expect(await period({ from: '2026-01-02', to: '2026-01-03' })).toEqual([
      '2026-01-01T23:00:00.000Z',
      '2026-01-03T23:00:00.000Z',
    ])
    expect((await period({ from: 'yesterday', to: '10:00' }))[1]).toBe('2026-01-07T09:00:00.000Z')
  })

  test('is as long as the days are where the clocks change', async () => {
    const { from, to } = await periodOf({ today: true }, { now: at('2026-03-29T10:00:00Z'), zone: BERLIN })
    expect(to - from).toBe(23 * 3_600_000)
  })

  test.each([
    [{ days: '0' }, 'DAYS_INVALID'],
    [{ days: '1.5' }, 'DAYS_INVALID'],
    [{ days: '99999' }, 'DAYS_INVALID'],
    [{ from: 'soon' }, 'TIME_NOT_UNDERSTOOD'],
    [{ from: '2026-01-03', to: '2026-01-01' }, 'PERIOD_EMPTY'],
  ])('%o is refused as %s', async (options, code) => {
    await expect(periodOf(options, place)).rejects.toMatchObject({ code, kind: 'input' })
  })

  test('an edge may lie in the future, and a day begins at its midnight', async () => {
    const { at: edge, wholeDay } = await parseEdge('tomorrow', '--to', place)
    expect([new Date(edge).toISOString(), wholeDay]).toEqual(['2026-01-07T23:00:00.000Z', true])
  })
})
