import { dayBounds, dayOf } from '@meantime/core/day'
import { Temporal } from 'temporal-polyfill'
import type { Stretch } from './worked.js'

/** Calendar days are texts such as `2026-03-29`, in the person's zone. Core decides where one begins and ends. */
export { dayBounds, dayOf }

export const addDays = (day: string, days: number): string => Temporal.PlainDate.from(day).add({ days }).toString()

export const addMonths = (day: string, months: number): string =>
  Temporal.PlainDate.from(day).add({ months }).toString()

export const firstOfMonth = (day: string): string => Temporal.PlainDate.from(day).with({ day: 1 }).toString()

export const isWeekend = (day: string, weekend: readonly number[]): boolean =>
  weekend.includes(Temporal.PlainDate.from(day).dayOfWeek)

/** `firstDay` is 1 for Monday to 7 for Sunday. */
export function firstOfWeek(day: string, firstDay: number): string {
  const back = (Temporal.PlainDate.from(day).dayOfWeek - firstDay + 7) % 7
  return addDays(day, -back)
}

/** Every day from the first up to, not with, the last. */
export function daysBetween(first: string, last: string): string[] {
  const days: string[] = []
  for (let day = first; day < last; day = addDays(day, 1)) days.push(day)
  return days
}

/** From the beginning of the first day to the beginning of the last. */
export const boundsBetween = (first: string, last: string, zone: string): Stretch => ({
  from: dayBounds(first, zone).from,
  to: dayBounds(last, zone).from,
})

/**
 * The instant at which a clock on the wall shows `time` (`13:05` or `13:05:09`) on that day. Where it shows it twice the
 * first, where it never does (clocks go forward) as much later as the clock was put forward.
 */
export const instantAt = (day: string, time: string, zone: string): number =>
  Temporal.PlainDateTime.from(`${day}T${time}`).toZonedDateTime(zone).epochMilliseconds

/** `13:05`, whatever the locale: for time fields. */
export const wallTime = (at: number, zone: string): string =>
  Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(zone).toPlainTime().toString().slice(0, 5)

/** Each full hour in it, with the zone's own idea of an hour (some zones are shifted by 30 or 45 minutes). */
export function hoursIn({ from, to }: Stretch, zone: string): number[] {
  const hours: number[] = []
  let hour = Temporal.Instant.fromEpochMilliseconds(from)
    .toZonedDateTimeISO(zone)
    .round({ smallestUnit: 'hour', roundingMode: 'ceil' })
  for (; hour.epochMilliseconds <= to; hour = hour.add({ hours: 1 })) hours.push(hour.epochMilliseconds)
  return hours
}
