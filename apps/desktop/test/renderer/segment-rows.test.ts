import { describe, expect, it } from 'vitest'
import { instantAt } from '../../src/renderer/day/calendar.js'
import { checkRows, readRow, rowOf } from '../../src/renderer/day/segment-rows.js'
import { middleOf, splitInstant } from '../../src/renderer/day/split-at.js'

const BERLIN = 'Europe/Berlin'
const at = (text: string): number => Date.parse(text)
const now = at('2026-03-30T12:00:00Z')
const row = (day: string, from: string, to: string | null, key = '1') => ({ key, day, from, to })

describe('times that are typed', () => {
  it('what nobody touched keeps its seconds', () => {
    const was = { from: at('2026-03-18T09:00:17Z'), to: at('2026-03-18T10:15:42Z') }
    expect(readRow(rowOf(was, BERLIN, '1'), BERLIN)).toEqual(was)
    expect(readRow({ ...rowOf(was, BERLIN, '1'), from: '09:30' }, BERLIN)).toEqual({
      from: at('2026-03-18T08:30:00Z'),
      to: was.to,
    })
  })

  it('an end that is earlier on the wall is on the next day', () => {
    expect(readRow(row('2026-03-18', '22:30', '01:15'), BERLIN)).toEqual({
      from: at('2026-03-18T21:30:00Z'),
      to: at('2026-03-19T00:15:00Z'),
    })
  })

  it('over the night on which the clock goes forward an hour less was worked', () => {
    const read = readRow(row('2026-03-28', '23:00', '05:00'), BERLIN)
    expect(typeof read === 'object' && read.to !== null ? read.to - read.from : 0).toBe(5 * 3_600_000)
  })

  it('a time that the day skipped becomes an hour later, one that it had twice is the first', () => {
    expect(instantAt('2026-03-29', '02:30', BERLIN)).toBe(at('2026-03-29T01:30:00Z'))
    expect(instantAt('2026-10-25', '02:30', BERLIN)).toBe(at('2026-10-25T00:30:00Z'))
  })

  it('an open stretch stays open', () => {
    expect(readRow(row('2026-03-18', '10:00', null), BERLIN)).toEqual({ from: at('2026-03-18T09:00:00Z'), to: null })
  })
})

describe('what is wrong is said at its row', () => {
  it('a missing time, no length, an overlap, the future', () => {
    const check = (...rows: Parameters<typeof checkRows>[0]) =>
      Object.fromEntries(checkRows(rows, BERLIN, now).problems)
    expect(check(row('2026-03-18', '', '10:00'))).toEqual({ 1: 'noTime' })
    expect(check(row('2026-03-18', '10:00', '10:00'))).toEqual({ 1: 'endsBefore' })
    expect(check(row('2026-03-30', '13:00', '18:00'))).toEqual({ 1: 'future' })
    expect(check(row('2026-03-18', '09:00', '10:00', 'a'), row('2026-03-18', '09:30', '11:00', 'b'))).toEqual({
      b: 'overlaps',
    })
    expect(check(row('2026-03-18', '09:00', null, 'a'), row('2026-03-18', '11:00', '12:00', 'b'))).toEqual({
      b: 'overlaps',
    })
  })

  it('good rows come back in the order of time', () => {
    const { segments } = checkRows(
      [row('2026-03-18', '11:00', '12:00', 'a'), row('2026-03-18', '09:00', '10:00', 'b')],
      BERLIN,
      now,
    )
    expect(segments?.map(({ from }) => from)).toEqual([at('2026-03-18T08:00:00Z'), at('2026-03-18T10:00:00Z')])
  })
})

describe('splitting', () => {
  const segments = [
    { from: at('2026-03-18T22:00:00Z'), to: at('2026-03-18T23:00:00Z') },
    { from: at('2026-03-19T01:00:00Z'), to: at('2026-03-19T02:00:00Z') },
  ]
  const whole = { from: at('2026-03-18T22:00:00Z'), to: at('2026-03-19T02:00:00Z') }

  it('begins at half of the worked time, not of the clock', () => {
    expect(middleOf(segments, now)).toBe(at('2026-03-18T23:00:00Z'))
  })

  it('finds the time within an entry over midnight, and nothing outside', () => {
    expect(splitInstant('02:30', whole, BERLIN)).toBe(at('2026-03-19T01:30:00Z'))
    expect(splitInstant('23:30', whole, BERLIN)).toBe(at('2026-03-18T22:30:00Z'))
    expect(splitInstant('12:00', whole, BERLIN)).toBeUndefined()
    expect(splitInstant('', whole, BERLIN)).toBeUndefined()
  })
})
