const MINUTE = 60_000
const HOUR = 60 * MINUTE

export function createDurationFormats(locale: string) {
  const unit = (unit: 'hour' | 'minute' | 'second' | 'day', unitDisplay: 'narrow' | 'long') =>
    new Intl.NumberFormat(locale, { style: 'unit', unit, unitDisplay, maximumFractionDigits: 0 })
  const narrow = { hour: unit('hour', 'narrow'), minute: unit('minute', 'narrow'), second: unit('second', 'narrow') }
  const long = {
    day: unit('day', 'long'),
    hour: unit('hour', 'long'),
    minute: unit('minute', 'long'),
    second: unit('second', 'long'),
  }
  const decimal = new Intl.NumberFormat(locale, {
    style: 'unit',
    unit: 'hour',
    unitDisplay: 'narrow',
    maximumFractionDigits: 1,
  })
  const relative = new Intl.RelativeTimeFormat(locale, { numeric: 'auto' })

  return {
    /** `3h 25m`; seconds only below a minute. Whole minutes, rounded down: never more than was worked. */
    duration: (ms: number) => inWords(ms, narrow, ' '),
    /** `3 hours 25 minutes`: for readers of screens, and for sentences. */
    durationLong: (ms: number) => inWords(ms, long, ' '),
    /** `1.5h`: for axes. */
    hours: (ms: number) => decimal.format(ms / HOUR),
    /** `3:25:07` */
    timer,
    /** `in 4 minutes`, `2 hours ago`. */
    relative: (at: number, now: number) => {
      const ms = at - now
      const size = Math.abs(ms)
      if (size < MINUTE) return relative.format(Math.round(ms / 1000), 'second')
      if (size < HOUR) return relative.format(Math.round(ms / MINUTE), 'minute')
      if (size < 24 * HOUR) return relative.format(Math.round(ms / HOUR), 'hour')
      return relative.format(Math.round(ms / (24 * HOUR)), 'day')
    },
  }
}

type Units = Record<'hour' | 'minute' | 'second', Intl.NumberFormat>

function inWords(ms: number, units: Units, between: string): string {
  if (ms >= 1000 && ms < MINUTE) return units.second.format(Math.floor(ms / 1000))
  const hours = Math.floor(Math.max(0, ms) / HOUR)
  const minutes = Math.floor((Math.max(0, ms) % HOUR) / MINUTE)
  if (hours === 0) return units.minute.format(minutes)
  if (minutes === 0) return units.hour.format(hours)
  return `${units.hour.format(hours)}${between}${units.minute.format(minutes)}`
}

/** Digits only, the same in every locale: hours grow, minutes and seconds have two digits. */
export function timer(ms: number): string {
  const seconds = Math.floor(Math.max(0, ms) / 1000)
  const two = (value: number) => String(value).padStart(2, '0')
  return `${Math.floor(seconds / 3600)}:${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}`
}
