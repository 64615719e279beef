import { describe, expect, it } from 'vitest'
import { dayBounds } from '../../src/renderer/day/calendar.js'
import { DayIndex } from '../../src/renderer/day/day-index.js'
import { byDay, byProject } from '../../src/renderer/day/totals.js'
import { SeededRandom } from '../../src/renderer/fake/random.js'
import { entryOf, workedBefore } from '../../src/renderer/fake/work.js'
import { listRows } from '../../src/renderer/screens/history/list-rows.js'
import { periodOf } from '../../src/renderer/screens/history/period.js'

const BERLIN = 'Europe/Berlin'
const at = (text: string): number => Date.parse(text)
const now = at('2026-03-30T12:00:00Z')
const entry = (from: string, to: string | null, project: string | null = 'A') =>
  entryOf({ id: from, from: at(from), to: to === null ? null : at(to), description: from, project, zone: BERLIN })

describe('periods', () => {
  it('a week begins on the locale’s first day, and has as many hours as it has', () => {
    expect(periodOf('week', '2026-03-29', BERLIN, 1)).toMatchObject({ first: '2026-03-23', last: '2026-03-29' })
    expect(periodOf('week', '2026-03-29', BERLIN, 7)).toMatchObject({ first: '2026-03-29', last: '2026-04-04' })
    const { from, to } = periodOf('week', '2026-03-29', BERLIN, 1)
    expect(to - from).toBe((7 * 24 - 1) * 3_600_000)
  })

  it('a month is a month, in February too', () => {
    expect(periodOf('month', '2028-02-11', BERLIN, 1).days).toHaveLength(29)
  })
})

describe('the list by day', () => {
  const period = periodOf('week', '2026-03-29', BERLIN, 1)
  const rows = (entries: Parameters<typeof listRows>[0]) =>
    listRows(entries, period, new DayIndex(BERLIN), now).map((row) =>
      row.kind === 'day' ? `${row.day.day} ${row.ms / 3_600_000}h` : row.entry.id,
    )

  it('is newest first, and work over midnight is on both days with its part', () => {
    const entries = [
      entry('2026-03-27T22:00:00Z', '2026-03-28T01:00:00Z'),
      entry('2026-03-27T08:00:00Z', '2026-03-27T09:00:00Z'),
    ]
    expect(rows(entries)).toEqual([
      '2026-03-28 2h',
      '2026-03-27T22:00:00Z',
      '2026-03-27 2h',
      '2026-03-27T22:00:00Z',
      '2026-03-27T08:00:00Z',
    ])
  })

  it('leaves out the days outside the period, and lists what was only just begun', () => {
    expect(rows([entry('2026-03-22T22:30:00Z', '2026-03-22T23:30:00Z')])).toEqual([
      '2026-03-23 0.5h',
      '2026-03-22T22:30:00Z',
    ])
    expect(rows([entry('2026-03-28T10:00:00Z', '2026-03-28T10:00:00Z')])).toEqual([
      '2026-03-28 0h',
      '2026-03-28T10:00:00Z',
    ])
  })

  it('a stretch of years does not make a list of years', () => {
    const index = new DayIndex(BERLIN)
    const all = periodOf('all', '2026-03-29', BERLIN, 1)
    expect(listRows([entry('2019-01-01T00:00:00Z', null)], all, index, now).length).toBeLessThanOrEqual(62)
  })
})

describe('sums', () => {
  it('days and projects both come to the same, over a change of the clock too', () => {
    const period = periodOf('month', '2026-03-29', BERLIN, 1)
    const entries = workedBefore(now, 300, BERLIN, new SeededRandom(3))
    const days = byDay(entries, period.days, period, BERLIN, now).reduce((sum, { ms }) => sum + ms, 0)
    const projects = byProject(entries, period, now).reduce((sum, { ms }) => sum + ms, 0)
    expect(days).toBe(projects)
    expect(days).toBeGreaterThan(0)
  })

  it('a day index answers as the calendar does', () => {
    const index = new DayIndex('America/St_Johns')
    for (let instant = at('2026-10-20T00:00:00Z'); instant < at('2026-11-10T00:00:00Z'); instant += 5_400_000) {
      const found = index.at(instant)
      expect(dayBounds(found.day, 'America/St_Johns')).toEqual({ from: found.from, to: found.to })
      expect(instant >= found.from && instant < found.to).toBe(true)
    }
  })
})
