import { Temporal } from 'temporal-polyfill'

/** An exact instant (UTC ms), or what a clock on the wall shows. */
export type Moment = { readonly at: number } | { readonly wall: Temporal.PlainDateTime }

const TIME = /^(\d{1,2}):(\d{2})(?::(\d{2}))?(?:\.\d+)?\s*([ap]m)?$/i

/** ISO 8601, with a zone or without: `2026-01-05T09:00:00Z`, `2026-01-05 09:00`, `20260105T090000Z`. */
export function momentOf(text: string): Moment | undefined {
  const words = text.trim()
  return instantOf(words) ?? wallOf(words)
}

/** The two columns of most tables. A day written as 3/4/2026 is two different days for two people: undefined. */
export function momentOfColumns(day: string, time: string): Moment | undefined {
  const whole = momentOf(time)
  if (whole !== undefined) return whole
  const [, hours = '', minutes = '', seconds = '00', half] = TIME.exec(time.trim()) ?? []
  const date = isoDay(day.trim())
  if (hours === '' || date === undefined) return undefined
  return wallOf(`${date}T${hour(Number(hours), half)}:${minutes}:${seconds}`)
}

function isoDay(day: string): string | undefined {
  const [, d = '', m = '', y] = /^(\d{1,2})\.(\d{1,2})\.(\d{4})$/.exec(day) ?? []
  if (y !== undefined) return `${y}-${m.padStart(2, '0')}-${d.padStart(2, '0')}`
  return /^\d{4}-\d{2}-\d{2}$/.test(day) ? day : undefined
}

function hour(hours: number, half: string | undefined): string {
  if (half === undefined) return String(hours).padStart(2, '0')
  return String((hours % 12) + (half.toLowerCase() === 'pm' ? 12 : 0)).padStart(2, '0')
}

function instantOf(text: string): Moment | undefined {
  try {
    return { at: Temporal.Instant.from(text).epochMilliseconds }
  } catch {
    return undefined
  }
}

function wallOf(text: string): Moment | undefined {
  try {
    return /[T ]/.test(text) ? { wall: Temporal.PlainDateTime.from(text, { overflow: 'reject' }) } : undefined
  } catch {
    return undefined
  }
}

/** `1:30:00`, `01:30`, `90 min` have many spellings; only the one with colons is read. ms. */
export function durationOf(text: string): number | undefined {
  const [, h, m, s = '0'] = /^(\d{1,5}):(\d{2})(?::(\d{2}))?$/.exec(text.trim()) ?? []
  return h === undefined ? undefined : ((Number(h) * 60 + Number(m)) * 60 + Number(s)) * 1000
}

export interface Between {
  readonly start: Moment
  readonly end: Moment
  /** ms; tells which of two hours is meant where clocks were set back. */
  readonly duration?: number | undefined
  /** IANA. */
  readonly zone: string
}

export type Resolved =
  | { readonly from: number; readonly to: number; readonly ambiguous: boolean }
  /** A time that no clock in the zone showed: it was set on over it. */
  | 'skipped'

/** Which instants are meant. Clocks show an hour twice in autumn and skip one in spring. */
export function resolve({ start, end, duration, zone }: Between): Resolved {
  const [starts, ends] = [instantsOf(start, zone), instantsOf(end, zone)]
  const [firstStart, firstEnd] = [starts[0], ends[0]]
  if (firstStart === undefined || firstEnd === undefined) return aroundGap(firstStart, firstEnd, duration)
  const pairs = starts.flatMap((from) => ends.map((to) => ({ from, to })))
  const exact = duration === undefined ? [] : pairs.filter(({ from, to }) => Math.abs(to - from - duration) < 1000)
  if (exact.length === 1 && exact[0]) return { ...exact[0], ambiguous: false }
  const forward = pairs.filter(({ from, to }) => to >= from)
  // Neither length tells: the earlier start, and the first end after it.
  return { ...(exact[0] ?? forward[0] ?? { from: firstStart, to: firstEnd }), ambiguous: pairs.length > 1 }
}

function aroundGap(from: number | undefined, to: number | undefined, duration: number | undefined): Resolved {
  if (duration === undefined) return 'skipped'
  if (from !== undefined) return { from, to: from + duration, ambiguous: false }
  return to === undefined ? 'skipped' : { from: to - duration, to, ambiguous: false }
}

/** None where clocks were set on over it, two where they were set back. */
function instantsOf(moment: Moment, zone: string): readonly number[] {
  if ('at' in moment) return [moment.at]
  const [earlier, later] = (['earlier', 'later'] as const).map((disambiguation) =>
    moment.wall.toZonedDateTime(zone, { disambiguation }),
  )
  if (!earlier || !later?.toPlainDateTime().equals(moment.wall)) return []
  return [...new Set([earlier.epochMilliseconds, later.epochMilliseconds])]
}
