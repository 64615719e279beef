const DAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun']
const FORM = /^(?:([a-z,-]+) )?(\d\d):(\d\d)-(\d\d):(\d\d)$/i

interface Period {
  /** 0 Monday … 6 Sunday: the days on which it begins. */
  readonly days: ReadonlySet<number>
  /** Minutes after local midnight; it reaches into the next day where `to` is not after `from`. */
  readonly from: number
  readonly to: number
}

/**
 * The first of the weekly periods (`mon-fri 12:00-13:00`) that the clock on the wall is in; undefined for none. One that
 * is not understood counts as always: its person meant to be left alone at some time.
 */
export function privatePeriodAt(periods: readonly string[], now: number, zone: string): string | undefined {
  if (periods.length === 0) return undefined
  const { day, minute } = wallClock(now, zone)
  return periods.find((text) => {
    const period = parse(text)
    return period === undefined || covers(period, day, minute)
  })
}

function covers({ days, from, to }: Period, day: number, minute: number): boolean {
  if (from < to) return days.has(day) && minute >= from && minute < to
  return (days.has(day) && minute >= from) || (days.has((day + 6) % 7) && minute < to)
}

function parse(text: string): Period | undefined {
  const [, words, ...clock] = FORM.exec(text.trim()) ?? []
  const [fromHour = 0, fromMinute = 0, toHour = 0, toMinute = 0] = clock.map(Number)
  const days = words === undefined ? new Set(DAYS.keys()) : daysOf(words.toLowerCase())
  if (clock.length < 4 || days === undefined) return undefined
  return { days, from: fromHour * 60 + fromMinute, to: toHour * 60 + toMinute }
}

function daysOf(words: string): ReadonlySet<number> | undefined {
  const days = new Set<number>()
  for (const range of words.split(',')) {
    const [first, last] = range.split('-').map((day) => DAYS.indexOf(day))
    if (first === undefined || first < 0 || last === -1) return undefined
    const end = last ?? first
    for (let day = first; day !== end; day = (day + 1) % 7) days.add(day)
    days.add(end)
  }
  return days
}

let formats: { zone: string; format: Intl.DateTimeFormat } | undefined

function wallClock(now: number, zone: string): { day: number; minute: number } {
  if (formats?.zone !== zone) {
    const options = { timeZone: zone, weekday: 'short', hour: '2-digit', minute: '2-digit', hourCycle: 'h23' } as const
    formats = { zone, format: new Intl.DateTimeFormat('en-GB', options) }
  }
  const parts = Object.fromEntries(formats.format.formatToParts(now).map(({ type, value }) => [type, value]))
  return {
    day: DAYS.indexOf((parts.weekday ?? '').toLowerCase()),
    minute: Number(parts.hour) * 60 + Number(parts.minute),
  }
}
