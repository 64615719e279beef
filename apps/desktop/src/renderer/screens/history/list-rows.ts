import type { EntryView } from '../../../bridge/shapes.js'
import type { CalendarDay, DayIndex } from '../../day/day-index.js'
import { msWithin, type Stretch } from '../../day/worked.js'

export type ListRow =
  | { readonly kind: 'day'; readonly key: string; readonly day: CalendarDay; readonly ms: number }
  | {
      readonly kind: 'entry'
      readonly key: string
      readonly day: CalendarDay
      readonly entry: EntryView
      readonly last: boolean
    }

/** An entry that went on for longer than this is listed on its first days only: a broken clock, not work. */
const MOST_DAYS = 31

/** Newest day first, in it newest entry first. Work over midnight is listed, with its part, on both days. */
export function listRows(
  entries: readonly EntryView[],
  { from, to }: Stretch,
  index: DayIndex,
  now: number,
): ListRow[] {
  const days = new Map<string, { day: CalendarDay; ms: number; entries: EntryView[] }>()
  for (const entry of entries) {
    for (const day of daysOf(entry, index, now)) {
      if (day.to <= from || day.from >= to) continue
      const found = days.get(day.day) ?? { day, ms: 0, entries: [] }
      found.ms += msWithin(entry.segments, day, now)
      found.entries.push(entry)
      days.set(day.day, found)
    }
  }
  return [...days.values()]
    .sort((one, other) => other.day.from - one.day.from)
    .flatMap(({ day, ms, entries: ofDay }) => [
      { kind: 'day' as const, key: day.day, day, ms },
      ...ofDay.map((entry, place) => ({
        kind: 'entry' as const,
        key: `${day.day} ${entry.id}`,
        day,
        entry,
        last: place === ofDay.length - 1,
      })),
    ])
}

function daysOf(entry: EntryView, index: DayIndex, now: number): CalendarDay[] {
  const first = index.at(entry.startedAt)
  const end = entry.endedAt ?? Math.max(now, entry.startedAt)
  if (end <= first.to) return [first]
  const days = [first]
  for (let day = index.at(first.to); day.from < end && days.length < MOST_DAYS; day = index.at(day.to)) {
    if (msWithin(entry.segments, day, now) > 0) days.push(day)
    if (day.to >= end) break
  }
  return days
}
