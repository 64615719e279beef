import { inputError } from '../errors.js'
import { plainTime } from './plain-time.js'
import { instantOf, type WallClock, wallClockAt } from './wall-clock.js'

export interface Now {
  /** UTC ms. */
  readonly now: number
  /** IANA zone. */
  readonly zone: string
}

/** What some words name: an exact instant, or what a clock on the wall shows. */
export type Reading = { readonly at: number } | WallReading

export interface WallReading {
  readonly wall: WallClock
  /** False for a day without a time; the time is then midnight. */
  readonly hasTime: boolean
  /** A weekday without a date: the last one, not the next. */
  readonly weekdayOnly: boolean
}

/** So many days back from this moment, by the clock on the wall; for the edge of a period it is the whole day. */
const DAYS_AGO = /^\S+ (day|week|month|year)s? ago$/i
/** People write half an hour in two ways. */
const DECIMAL_COMMA = /^(\d+),(\d+)(?=\s*(?:h|hrs?|hours?)\b)/

/**
 * The instant (UTC ms) that a person named: `10:00`, `10 min ago`, `yesterday 17:30`, or ISO 8601. A bare time is one of
 * today. Throws TIME_NOT_UNDERSTOOD, TIME_IN_FUTURE or TIME_SKIPPED (kind input).
 */
export async function parseInstant(text: string, flag: string, place: Now): Promise<number> {
  const { at, hasTime } = await readTime(text, flag, place, { sameClock: true })
  if (!hasTime) throw dayOnly(text, flag)
  return passed(at, text, flag, place)
}

/** Throws TIME_IN_FUTURE (kind input) for a time that has not come. */
export function passed(at: number, text: string, flag: string, { now }: Now): number {
  if (at <= now) return at
  const hint = `If you mean an earlier day, say so: ${flag} "yesterday 17:30".`
  throw inputError('TIME_IN_FUTURE', `“${text.trim()}” is in the future.`, hint)
}

/** The same for the edge of a period; a day without a time means its beginning. It may lie in the future. */
export async function parseEdge(text: string, flag: string, place: Now): Promise<{ at: number; wholeDay: boolean }> {
  const { at, hasTime } = await readTime(text, flag, place)
  return { at, wholeDay: !hasTime }
}

async function readTime(
  text: string,
  flag: string,
  place: Now,
  { sameClock = false } = {},
): Promise<{ at: number; hasTime: boolean }> {
  const words = text.trim().replace(DECIMAL_COMMA, '$1.$2')
  // chrono takes longer to load than all the rest of a command, so it only reads what needs it.
  const reading = plainTime(words, place) ?? (await import('./words.js')).readWords(words, place)
  if (reading === undefined) throw notUnderstood(text, flag)
  if ('at' in reading) return { at: reading.at, hasTime: true }
  const { weekdayOnly } = reading
  const counted = sameClock && !reading.hasTime && DAYS_AGO.test(words)
  const hasTime = reading.hasTime || counted
  const wall = counted ? { ...wallClockAt(place.now, place.zone), ...dateOf(reading.wall) } : reading.wall
  const at = instantOf(wall, place)
  if (at === undefined) {
    const message = `“${words}” does not exist in ${place.zone}: the clocks skipped it.`
    throw inputError('TIME_SKIPPED', message, 'Name a moment before or after the change.')
  }
  if (at <= place.now || !weekdayOnly) return { at, hasTime }
  return { at: instantOf({ ...wall, day: wall.day - 7 }, place) ?? at, hasTime }
}

const dateOf = ({ year, month, day }: WallClock) => ({ year, month, day })

const shownText = (text: string): string => (text.length > 60 ? `${text.slice(0, 59)}…` : text)

function dayOnly(text: string, flag: string) {
  return inputError(
    'TIME_NOT_UNDERSTOOD',
    `${flag} “${shownText(text)}” is a day without a time.`,
    `Name the time, too: ${flag} "yesterday 17:30".`,
  )
}

function notUnderstood(text: string, flag: string) {
  return inputError(
    'TIME_NOT_UNDERSTOOD',
    `${flag} “${shownText(text)}” is not a time that Meantime understands.`,
    `Try ${flag} 10:00, ${flag} "10 min ago", ${flag} "yesterday 17:30" or ${flag} 2026-01-05T10:00:00Z.`,
  )
}
