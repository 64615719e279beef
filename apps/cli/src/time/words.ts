import * as chrono from 'chrono-node'
import type { Now, Reading } from './parse-time.js'
import { offsetMinutes } from './wall-clock.js'

/** What a person's words name (English, day before month); undefined when not all of them are understood. */
export function readWords(words: string, { now, zone }: Now): Reading | undefined {
  // 1/2/2026 is two different days for two people.
  if (/\d\/\d/.test(words)) return undefined
  // Relative words count from the reference; its offset keeps the components on the person's own wall clock.
  const reference = { instant: new Date(now), timezone: offsetMinutes(now, zone) }
  const [result, ...more] = chrono.en.GB.parse(words, reference)
  if (result === undefined || more.length > 0 || result.text !== words || result.end) return undefined
  const { start } = result
  const hasTime = start.isCertain('hour')
  // Certain for `10 min ago`, `now` and `17:30 UTC`: an exact instant, whatever the clock on the wall did since.
  if (hasTime && start.isCertain('timezoneOffset')) return { at: start.date().getTime() }
  const date = { year: start.get('year') ?? 1970, month: start.get('month') ?? 1, day: start.get('day') ?? 1 }
  const time = { hour: start.get('hour') ?? 0, minute: start.get('minute') ?? 0, second: start.get('second') ?? 0 }
  return {
    wall: { ...date, ...(hasTime ? time : { hour: 0, minute: 0, second: 0 }) },
    hasTime,
    weekdayOnly: start.isCertain('weekday') && !start.isCertain('day'),
  }
}
