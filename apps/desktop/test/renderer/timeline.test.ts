import { describe, expect, it } from 'vitest'
import type { EntryView } from '../../src/bridge/shapes.js'
import { dayBounds, hoursIn, instantAt } from '../../src/renderer/day/calendar.js'
import { timelineOf } from '../../src/renderer/day/timeline.js'

const BERLIN = 'Europe/Berlin'
const HOUR = 3_600_000

function entry(...segments: [string, string | null][]): EntryView {
  const read = segments.map(([from, to]) => ({ from: Date.parse(from), to: to === null ? null : Date.parse(to) }))
  return {
    id: '0197c1f2-4c7e-7d3a-9a51-5b1c0f3e2d10',
    state: read.at(-1)?.to === null ? 'running' : 'stopped',
    description: 'Work',
    project: null,
    zone: BERLIN,
    startedAt: read[0]?.from ?? 0,
    endedAt: read.at(-1)?.to ?? null,
    segments: read,
    waits: false,
  }
}

describe('the day as a line', () => {
  const day = dayBounds('2026-03-18', BERLIN)

  it('puts a block where its time is, in shares of the width', () => {
    const now = Date.parse('2026-03-18T16:00:00Z')
    const line = timelineOf([entry(['2026-03-18T09:00:00Z', '2026-03-18T10:00:00Z'])], day, now, BERLIN)
    const [block] = line.blocks
    expect(line.from + (block?.left ?? 0) * (line.to - line.from)).toBe(Date.parse('2026-03-18T09:00:00Z'))
    expect((block?.width ?? 0) * (line.to - line.from)).toBeCloseTo(HOUR, 0)
  })

  it('shows at least eight hours, all work and now, and never another day', () => {
    for (const at of ['00:05', '09:00', '23:55']) {
      const begin = instantAt('2026-03-18', at, BERLIN)
      const line = timelineOf([entry([new Date(begin).toISOString(), null])], day, begin + 60_000, BERLIN)
      expect(line.to - line.from).toBeGreaterThanOrEqual(8 * HOUR)
      expect(line.from).toBeGreaterThanOrEqual(day.from)
      expect(line.to).toBeLessThanOrEqual(day.to)
      expect(line.now).toBeGreaterThan(0)
      expect(line.now).toBeLessThan(1)
    }
  })

  it('cuts work over midnight at the day, and marks only what still runs as open', () => {
    const now = Date.parse('2026-03-18T08:00:00Z')
    const over = entry(['2026-03-17T22:00:00Z', '2026-03-18T01:00:00Z'])
    const running = entry(['2026-03-18T07:00:00Z', '2026-03-18T07:20:00Z'], ['2026-03-18T07:30:00Z', null])
    const { blocks } = timelineOf([running, over], day, now, BERLIN)
    expect(blocks.map(({ from, open }) => [from, open])).toEqual([
      [day.from, false],
      [Date.parse('2026-03-18T07:00:00Z'), false],
      [Date.parse('2026-03-18T07:30:00Z'), true],
    ])
  })

  it('has no now on another day, and an empty day still has hours', () => {
    const line = timelineOf([], day, Date.parse('2026-03-20T08:00:00Z'), BERLIN)
    expect(line.now).toBeUndefined()
    expect(line.hours.length).toBeGreaterThanOrEqual(9)
  })
})

describe('days on which the clock changes', () => {
  it('a day of 23 hours has 23, one of 25 has 25, each an hour of real time apart', () => {
    for (const [day, hours] of [
      ['2026-03-29', 23],
      ['2026-10-25', 25],
      ['2026-06-01', 24],
    ] as const) {
      const marks = hoursIn(dayBounds(day, BERLIN), BERLIN)
      expect(marks.length - 1).toBe(hours)
      for (const [index, mark] of marks.slice(1).entries()) expect(mark - (marks[index] ?? 0)).toBe(HOUR)
    }
  })

  it('an hour that is skipped is drawn as nothing: the work before and after it touch', () => {
    const now = Date.parse('2026-03-29T12:00:00Z')
    const work = [
      entry(['2026-03-29T00:30:00Z', '2026-03-29T01:00:00Z']),
      entry(['2026-03-29T01:00:00Z', '2026-03-29T01:30:00Z']),
    ]
    const [first, second] = timelineOf(work, dayBounds('2026-03-29', BERLIN), now, BERLIN).blocks
    expect((first?.left ?? 0) + (first?.width ?? 0)).toBeCloseTo(second?.left ?? 1, 10)
    expect(first?.width).toBeCloseTo(second?.width ?? 0, 10)
  })
})
