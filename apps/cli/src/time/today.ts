import type { Entry } from '@meantime/core'
import { dayBounds, dayOf, totalsByDay } from '@meantime/core/day'

/** The local day of `now` with its bounds, and what the entries come to on it. */
export function today(now: number, zone: string) {
  const day = dayOf(now, zone)
  const bounds = dayBounds(day, zone)
  const worked = (entries: readonly Entry[]): number =>
    totalsByDay(entries, zone, now).find((total) => total.day === day)?.ms ?? 0
  return { day, bounds, worked }
}
