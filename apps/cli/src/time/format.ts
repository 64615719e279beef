export interface Place {
  /** IANA zone. */
  readonly zone: string
  /** BCP 47. */
  readonly locale: string
}

export interface TimeFormat {
  /** `10:05` */
  clock(at: number): string
  /** `10:05` today, else with its day. */
  moment(at: number, now: number): string
  /** `09:00–09:45`, with the day of its beginning unless that is today; the end has its own when it is a day or more later. */
  span(from: number, to: number, now: number): string
  /** `Mon 5 Jan 2026, 10:05` */
  momentWithDay(at: number): string
  /** `Mon 5 Jan 2026` for a local day `2026-01-05`. */
  day(day: string): string
}

const DAY_MS = 86_400_000

/** Times as people in a place write them. */
export function timeFormat({ zone, locale }: Place): TimeFormat {
  // Made at first use: a program that reads --json never waits for it.
  let clockFormat: Intl.DateTimeFormat | undefined
  const dayFormat = (timeZone: string) =>
    new Intl.DateTimeFormat(locale, { timeZone, weekday: 'short', day: 'numeric', month: 'short', year: 'numeric' })
  const clock = (at: number) => {
    clockFormat ??= new Intl.DateTimeFormat(locale, { timeZone: zone, hour: '2-digit', minute: '2-digit' })
    return clockFormat.format(at)
  }
  const momentWithDay = (at: number) => `${dayFormat(zone).format(at)}, ${clock(at)}`
  const moment = (at: number, now: number) => (sameDay(at, now, zone) ? clock(at) : momentWithDay(at))
  return {
    clock,
    momentWithDay,
    moment,
    span: (from, to, now) => `${moment(from, now)}–${to - from < DAY_MS ? clock(to) : momentWithDay(to)}`,
    day: (day) => dayFormat('UTC').format(Date.parse(`${day}T12:00:00Z`)),
  }
}

/** Whether two instants lie on one local day. */
export function sameDay(one: number, other: number, zone: string): boolean {
  const days = new Intl.DateTimeFormat('en-GB', { timeZone: zone, dateStyle: 'short' })
  return days.format(one) === days.format(other)
}

/** `1h 05m`, `5m`, `42s`; whole units, rounded down, so that a sum never shows more than its parts. */
export function duration(ms: number): string {
  const { hours, minutes, seconds } = parts(ms)
  if (hours > 0) return `${hours}h ${two(minutes)}m`
  return minutes > 0 ? `${minutes}m` : `${seconds}s`
}

/** `0:12:34`, for what is still running. */
export function ticking(ms: number): string {
  const { hours, minutes, seconds } = parts(ms)
  return `${hours}:${two(minutes)}:${two(seconds)}`
}

function parts(ms: number) {
  const total = Math.max(0, Math.floor(ms / 1000))
  return { hours: Math.floor(total / 3600), minutes: Math.floor(total / 60) % 60, seconds: total % 60 }
}

const two = (value: number): string => String(value).padStart(2, '0')
