import { describe, expect, test } from 'vitest'
import { type Moment, momentOf, momentOfColumns, resolve } from '../../src/in/wall-time.js'

const BERLIN = 'Europe/Berlin'
const H = 3_600_000
const moment = (text: string): Moment => {
  const found = momentOf(text)
  if (!found) throw new Error(text)
  return found
}
const between = (start: string, end: string, hours?: number) =>
  resolve({
    start: moment(start),
    end: moment(end),
    duration: hours === undefined ? undefined : hours * H,
    zone: BERLIN,
  })
const utc = (text: string) => Date.parse(text)

describe('clocks that are set back (25 October 2026, 3:00 to 2:00 in Berlin)', () => {
  test('the length tells which of the two hours is meant', () => {
    const [from, to] = ['2026-10-25T01:30:00Z', '2026-10-25T02:30:00Z'].map(utc)
    expect(between('2026-10-25 02:30', '2026-10-25 03:30', 1)).toEqual({ from, to, ambiguous: false })
    expect(between('2026-10-25 02:30', '2026-10-25 03:30', 2)).toEqual({ from: Number(from) - H, to, ambiguous: false })
    expect(between('2026-10-25 02:30', '2026-10-25 02:30', 1)).toMatchObject({ from: Number(from) - H, to: from })
  })

  test('without a length the first is taken, an end is never before its start, and it is said', () => {
    const found = between('2026-10-25 02:30', '2026-10-25 02:10')
    expect(found).toEqual({ from: utc('2026-10-25T00:30:00Z'), to: utc('2026-10-25T01:10:00Z'), ambiguous: true })
  })
})

describe('clocks that are set on (29 March 2026, 2:00 to 3:00 in Berlin)', () => {
  test('a time that no clock showed is not guessed', () => {
    expect(between('2026-03-29 02:30', '2026-03-29 04:00')).toBe('skipped')
    expect(between('2026-03-29 02:30', '2026-03-29 02:40', 1)).toBe('skipped')
  })

  test('it follows from the other end and the length', () => {
    const to = utc('2026-03-29T02:00:00Z')
    expect(between('2026-03-29 02:30', '2026-03-29 04:00', 1)).toEqual({ from: to - H, to, ambiguous: false })
    expect(between('2026-03-29 01:00', '2026-03-29 02:30', 1)).toMatchObject({ to: utc('2026-03-29T01:00:00Z') })
  })

  test('work across the change is as long as it was', () => {
    expect(between('2026-03-29 01:00', '2026-03-29 04:00')).toMatchObject({
      from: utc('2026-03-29T00:00:00Z'),
      to: utc('2026-03-29T02:00:00Z'),
    })
  })
})

test.each<[string, string, string | undefined]>([
  ['2026-01-05', '09:00:00', '2026-01-05T09:00:00'],
  ['2026-01-05', '9:00 AM', '2026-01-05T09:00:00'],
  ['2026-01-05', '12:15 am', '2026-01-05T00:15:00'],
  ['5.1.2026', '12:15 PM', '2026-01-05T12:15:00'],
  ['03/04/2026', '09:00', undefined],
  ['2026-02-30', '09:00', undefined],
  ['2026-01-05', '25:00', undefined],
  ['', '2026-01-05T09:00', '2026-01-05T09:00:00'],
])('a day %j and a time %j are read as %j', (day, time, expected) => {
  const found = momentOfColumns(day, time)
  expect(found && 'wall' in found ? found.wall.toString() : undefined).toBe(expected)
})

test('an instant with its zone needs no other', () => {
  expect(momentOf('2026-01-05T09:00:00+01:00')).toEqual({ at: utc('2026-01-05T08:00:00Z') })
  expect(momentOf('20260105T080000Z')).toEqual({ at: utc('2026-01-05T08:00:00Z') })
  expect(momentOf('soon')).toBeUndefined()
})
