import { Temporal } from 'temporal-polyfill'
import type { Now } from './parse-time.js'

/** What a clock on the wall shows. `day` may run over or under its month. */
export interface WallClock {
  readonly year: number
  readonly month: number
  readonly day: number
  readonly hour: number
  readonly minute: number
  readonly second: number
}

/**
 * The instant (UTC ms) at which clocks in the zone show this. Undefined when they skip it (summer time begins). When
 * they show it twice (summer time ends), the later one that has passed: people speak of the recent past.
 */
export function instantOf({ day, ...wall }: WallClock, { now, zone }: Now): number | undefined {
  const shown = Temporal.PlainDateTime.from({ ...wall, day: 1 }).add({ days: day - 1 })
  const later = shown.toZonedDateTime(zone, { disambiguation: 'later' })
  if (!later.toPlainDateTime().equals(shown)) return undefined
  const earlier = shown.toZonedDateTime(zone, { disambiguation: 'earlier' })
  return later.epochMilliseconds <= now ? later.epochMilliseconds : earlier.epochMilliseconds
}

/** The instant of an RFC 3339 text. Date.parse would take 30 February for 2 March. */
export function exactInstant(text: string): number | undefined {
  try {
    return Temporal.Instant.from(text).epochMilliseconds
  } catch {
    return undefined
  }
}

/** What clocks in the zone show at an instant. */
export function wallClockAt(at: number, zone: string): WallClock {
  const { year, month, day, hour, minute, second } = Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(zone)
  return { year, month, day, hour, minute, second }
}

/** Minutes east of UTC that clocks in the zone are on at an instant. */
export function offsetMinutes(at: number, zone: string): number {
  const { offsetNanoseconds } = Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(zone)
  return offsetNanoseconds / 60e9
}
