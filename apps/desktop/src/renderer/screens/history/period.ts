import { addDays, addMonths, boundsBetween, daysBetween, firstOfMonth, firstOfWeek } from '../../day/calendar.js'
import type { Stretch } from '../../day/worked.js'

export type Range = 'week' | 'month' | 'all'

export interface Period extends Stretch {
  readonly range: Range
  /** Every calendar day of it; none for `all`. */
  readonly days: readonly string[]
  readonly first: string
  /** The last day of it. */
  readonly last: string
}

/** Far enough that nothing lies behind it, and a number that every part of the way can hold. */
const END_OF_TIME = 8_000_000_000_000_000

export function periodOf(range: Range, day: string, zone: string, firstDay: number): Period {
  if (range === 'all') return { range, from: 0, to: END_OF_TIME, days: [], first: day, last: day }
  const first = range === 'week' ? firstOfWeek(day, firstDay) : firstOfMonth(day)
  const next = range === 'week' ? addDays(first, 7) : addMonths(first, 1)
  return { range, first, last: addDays(next, -1), days: daysBetween(first, next), ...boundsBetween(first, next, zone) }
}

export const stepped = (range: Range, day: string, steps: 1 | -1): string =>
  range === 'week' ? addDays(day, 7 * steps) : addMonths(firstOfMonth(day), steps)
