import { splitByDay } from '@meantime/core/day'
import type { EntryView } from '../../bridge/shapes.js'
import { msWithin, type Stretch, within } from './worked.js'

export interface ProjectTotal {
  readonly project: string | null
  readonly ms: number
}

/** Worked time in [from, to) by project, most first. */
export function byProject(entries: readonly EntryView[], stretch: Stretch, now: number): ProjectTotal[] {
  const totals = new Map<string | null, number>()
  for (const { project, segments } of entries) {
    const ms = msWithin(segments, stretch, now)
    if (ms > 0) totals.set(project, (totals.get(project) ?? 0) + ms)
  }
  return [...totals].map(([project, ms]) => ({ project, ms })).sort((one, other) => other.ms - one.ms)
}

export interface DayTotals {
  readonly day: string
  readonly ms: number
  readonly byProject: ReadonlyMap<string | null, number>
}

/** The same by day; the days without work are there too. */
export function byDay(
  entries: readonly EntryView[],
  days: readonly string[],
  stretch: Stretch,
  zone: string,
  now: number,
): DayTotals[] {
  const found = new Map(days.map((day) => [day, new Map<string | null, number>()]))
  for (const { project, segments } of entries) {
    for (const part of splitByDay(within(segments, stretch, now), zone, now)) {
      const totals = found.get(part.day)
      totals?.set(project, (totals.get(project) ?? 0) + part.ms)
    }
  }
  return [...found].map(([day, totals]) => ({
    day,
    ms: [...totals.values()].reduce((sum, ms) => sum + ms, 0),
    byProject: totals,
  }))
}
