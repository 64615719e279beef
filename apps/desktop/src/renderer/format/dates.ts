/** `day` is a calendar day such as `2026-03-29`: formatted as UTC noon in UTC, so that no zone moves it. */
const noonOf = (day: string): number => Date.parse(`${day}T12:00:00Z`)

export function createDateFormats(locale: string, zone: string) {
  const at = (options: Intl.DateTimeFormatOptions) => new Intl.DateTimeFormat(locale, { timeZone: zone, ...options })
  const on = (options: Intl.DateTimeFormatOptions) => new Intl.DateTimeFormat(locale, { timeZone: 'UTC', ...options })
  const clock = at({ timeStyle: 'short' })
  const clockSeconds = at({ hour: 'numeric', minute: '2-digit', second: '2-digit' })
  const hour = at({ hour: 'numeric' })
  const dayMonth = at({ weekday: 'short', day: 'numeric', month: 'short' })
  const dayClock = at({ day: 'numeric', month: 'short', hour: 'numeric', minute: '2-digit' })
  const dayYearClock = at({ dateStyle: 'medium', timeStyle: 'short' })
  const calendarKey = new Intl.DateTimeFormat('en-CA', {
    timeZone: zone,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
  })
  const long = on({ weekday: 'long', day: 'numeric', month: 'long' })
  const longYear = on({ weekday: 'long', day: 'numeric', month: 'long', year: 'numeric' })
  const short = on({ weekday: 'short', day: 'numeric', month: 'short' })
  const weekday = on({ weekday: 'short' })
  const narrow = on({ day: 'numeric' })
  const monthYear = on({ month: 'long', year: 'numeric' })
  const span = on({ day: 'numeric', month: 'short', year: 'numeric' })
  const sameDay = (one: number, other: number) => calendarKey.format(one) === calendarKey.format(other)

  return {
    /** `14:05` */
    clock: (instant: number) => clock.format(instant),
    clockSeconds: (instant: number) => clockSeconds.format(instant),
    /** `14` or `2 PM`: for the marks of a time line. */
    hour: (instant: number) => hour.format(instant),
    /** `13:05 – 13:47`, with days where the two differ. */
    range: (from: number, to: number) => {
      if (sameDay(from, to)) return clock.formatRange(from, to)
      return `${dayClock.format(from)} – ${dayClock.format(to)}`
    },
    /** The same for two times of one day. */
    clockRange: (from: number, to: number) => clock.formatRange(from, to),
    /** The time alone when it is today, else with the day, and with the year when that is another. */
    moment: (instant: number, now: number) => {
      if (sameDay(instant, now)) return clock.format(instant)
      const year = (value: number) => calendarKey.format(value).slice(0, 4)
      return (year(instant) === year(now) ? dayClock : dayYearClock).format(instant)
    },
    dayOfInstant: (instant: number) => dayMonth.format(instant),
    /** `Wednesday, 18 March`, with the year when it is not this one. */
    day: (day: string, today: string) => (day.slice(0, 4) === today.slice(0, 4) ? long : longYear).format(noonOf(day)),
    shortDay: (day: string) => short.format(noonOf(day)),
    weekday: (day: string) => weekday.format(noonOf(day)),
    dayOfMonth: (day: string) => narrow.format(noonOf(day)),
    month: (day: string) => capital(monthYear.format(noonOf(day)), locale),
    /** `16 – 22 March 2026` */
    days: (first: string, last: string) => span.formatRange(noonOf(first), noonOf(last)),
    hour12: clock.resolvedOptions().hour12 === true,
  }
}

/** Russian writes months in lower case; as a heading they begin a sentence. */
const capital = (text: string, locale: string): string => text.slice(0, 1).toLocaleUpperCase(locale) + text.slice(1)
