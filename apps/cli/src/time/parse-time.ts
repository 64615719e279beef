import * as chrono from 'chrono-node'
import { inputError } from '../errors.js'
import { instantOf, offsetMinutes } from './wall-clock.js'

export interface Now {
  /** UTC ms. */
  readonly now: number
  /** IANA zone. */
  readonly zone: string
}

/**
 * The instant (UTC ms) that a person named: `10:00`, `10 min ago`, `yesterday 17:30`, or ISO 8601. A bare time is one of
 * today. Throws TIME_NOT_UNDERSTOOD, TIME_IN_FUTURE or TIME_SKIPPED (kind input).
 */
export function parseInstant(text: string, flag: string, { now, zone }: Now): number {
  const read = readTime(text, { now, zone })
  if (read === undefined || !read.hasTime) throw notUnderstood(text, flag)
  if (read.at > now) {
    const hint = `If you mean an earlier day, say so: ${flag} "yesterday 17:30".`
    throw inputError('TIME_IN_FUTURE', `“${text.trim()}” is in the future.`, hint)
  }
  return read.at
}

/** The same for the edge of a period; a day without a time means its beginning. It may lie in the future. */
export function parseEdge(text: string, flag: string, place: Now): { readonly at: number; readonly wholeDay: boolean } {
  const read = readTime(text, place)
  if (read === undefined) throw notUnderstood(text, flag)
  return { at: read.at, wholeDay: !read.hasTime }
}

function readTime(text: string, { now, zone }: Now): { at: number; hasTime: boolean } | undefined {
  const words = text.trim()
  // 1/2/2026 is two different days for two people.
  if (/\d\/\d/.test(words)) return undefined
  // Relative words count from the reference; its offset keeps the components on the person's own wall clock.
  const reference = { instant: new Date(now), timezone: offsetMinutes(now, zone) }
  const [result, ...more] = chrono.en.GB.parse(words, reference)
  if (result === undefined || more.length > 0 || result.text !== words || result.end) return undefined
  const { start } = result
  const hasTime = start.isCertain('hour')
  const named = (unit: chrono.Component, otherwise: number) => start.get(unit) ?? otherwise
  // Certain for `10 min ago`, `now`, and for ISO 8601 with a zone: an exact instant, whatever the clock on the wall did.
  if (hasTime && start.isCertain('timezoneOffset')) return { at: start.date().getTime(), hasTime }
  const wall = {
    year: named('year', 1970),
    month: named('month', 1),
    day: named('day', 1),
    hour: hasTime ? named('hour', 0) : 0,
    minute: hasTime ? named('minute', 0) : 0,
    second: hasTime ? named('second', 0) : 0,
  }
  const at = instantOf(wall, { now, zone })
  if (at === undefined) {
    const message = `“${words}” does not exist in ${zone}: the clocks skipped it.`
    throw inputError('TIME_SKIPPED', message, 'Name a moment before or after the change.')
  }
  const weekdayOnly = start.isCertain('weekday') && !start.isCertain('day')
  if (at <= now || !weekdayOnly) return { at, hasTime }
  return { at: instantOf({ ...wall, day: wall.day - 7 }, { now, zone }) ?? at, hasTime }
}

function notUnderstood(text: string, flag: string) {
  const shown = text.length > 60 ? `${text.slice(0, 59)}…` : text
  return inputError(
    'TIME_NOT_UNDERSTOOD',
    `${flag} “${shown}” is not a time that Meantime understands.`,
    `Try ${flag} 10:00, ${flag} "10 min ago", ${flag} "yesterday 17:30" or ${flag} 2026-01-05T10:00:00Z.`,
  )
}
