import { CLOCK, type Entry, type OpenOffer, type Segment, TIME_TRACKER } from '@meantime/core'
import { splitByDay } from '@meantime/core/day'
import { noticedAway } from '../away.js'
import type { Context, Invocation } from '../context.js'
import { awayDocument } from '../output/away.js'
import { entryDocument, entryName } from '../output/entry.js'
import { localeOf } from '../output/locale.js'
import type { Style } from '../output/style.js'
import { duration, type TimeFormat, timeFormat } from '../time/format.js'
import { type Period, type PeriodOptions, periodOf } from '../time/period.js'

interface Line {
  readonly entry: Entry
  readonly ms: number
  readonly segments: readonly Segment[]
}

interface DayOfWork {
  readonly day: string
  readonly ms: number
  readonly lines: readonly Line[]
}

/** More entries than anybody makes in the longest period. */
const LIMIT = 100_000

/** Entries by local day with totals; the running one counts up to now. Work outside of the period is cut off. */
export async function run(
  context: Context,
  { options }: Invocation<PeriodOptions & { readonly ids?: boolean }>,
): Promise<undefined> {
  const app = await context.open([TIME_TRACKER])
  const clock = app.get(CLOCK)
  const place = { now: clock.now(), zone: clock.zone() }
  const period = await periodOf(options, place)
  const entries = await app.get(TIME_TRACKER).entries({ ...period, limit: LIMIT })
  const days = byDay(entries, period, place.zone, place.now)
  const away = await noticedAway(context, app)
  const total = days.reduce((sum, { ms }) => sum + ms, 0)
  const iso = (at: number) => new Date(at).toISOString()
  const document = {
    from: iso(period.from),
    to: iso(period.to),
    zone: place.zone,
    workedMs: total,
    days: days.map(({ day, ms, lines }) => ({
      day,
      workedMs: ms,
      entries: lines.map((line) => ({
        ...entryDocument(line.entry, place.now),
        workedMs: line.ms,
        away: awayIn(line, away).map((offer) => awayDocument(offer, away.indexOf(offer))),
        segments: line.segments.map(({ from, to }) => ({ from: iso(from), to: to === null ? null : iso(to) })),
      })),
    })),
  }
  const time = timeFormat({ zone: place.zone, locale: localeOf(context.io.env) })
  context.out.result(document, (style) =>
    days.map((day) => dayText(day, { away, style, time, ids: options.ids ?? false })).join('\n\n'),
  )
  if (days.length === 0) context.out.note('Nothing was recorded in that time.')
  else if (days.length > 1) context.out.note(`\n${duration(total)} in all.`)
  return undefined
}

function byDay(entries: readonly Entry[], period: Period, zone: string, now: number): DayOfWork[] {
  const days = new Map<string, Line[]>()
  const oldestFirst = entries.filter(({ state }) => state !== 'deleted').sort((a, b) => a.startedAt - b.startedAt)
  for (const entry of oldestFirst) {
    for (const { day, ms, segments } of splitByDay(cut(entry.segments, period, now), zone, now)) {
      days.set(day, [...(days.get(day) ?? []), { entry, ms, segments }])
    }
  }
  return [...days]
    .sort(([a], [b]) => a.localeCompare(b))
    .map(([day, lines]) => ({ day, lines, ms: lines.reduce((sum, { ms }) => sum + ms, 0) }))
}

/** What of the stretches lies in the period; an open one stays open when the period reaches to now. */
function cut(segments: readonly Segment[], { from, to }: Period, now: number): Segment[] {
  return segments
    .filter((segment) => segment.from < to && (segment.to ?? Math.max(now, segment.from)) >= from)
    .map((segment) => ({
      from: Math.max(segment.from, from),
      to: segment.to === null && now < to ? null : Math.max(segment.from, Math.min(segment.to ?? now, to)),
    }))
}

interface Shown {
  readonly away: readonly OpenOffer[]
  readonly style: Style
  readonly time: TimeFormat
  readonly ids: boolean
}

function dayText({ day, ms, lines }: DayOfWork, shown: Shown): string {
  const heading = `${shown.style.strong(shown.time.day(day))}  ${duration(ms)}`
  return [heading, ...lines.map((line) => lineText(line, shown))].join('\n')
}

/** Open offers about time that the line counts. */
function awayIn({ entry, segments }: Line, away: readonly OpenOffer[]): readonly OpenOffer[] {
  const meets = ({ from, to }: OpenOffer['offer']) =>
    segments.some((segment) => segment.from < to && from < (segment.to ?? to + 1))
  return away.filter(({ offer }) => offer.entryId === entry.id && meets(offer))
}

/** Of the random part; two among a year's entries hardly ever agree in it. */
const ID_SHOWN = 8

function lineText(line: Line, { away, style, time, ids }: Shown): string {
  const { entry, ms, segments } = line
  const first = segments[0]
  const last = segments.at(-1)
  const begin = time.clock(first?.from ?? entry.startedAt)
  // Coloured after its width is known, so that the columns stand below each other.
  const end = last?.to === null ? style.good('now'.padEnd(begin.length)) : time.clock(last?.to ?? entry.startedAt)
  const paused = entry.state === 'paused' ? style.faint(' (paused)') : ''
  const doubtful = awayIn(line, away).reduce((sum, offer) => sum + offer.ms, 0)
  const mark = doubtful > 0 ? style.faint(` (away ${duration(doubtful)}? see \`meantime away\`)`) : ''
  const id = ids ? `  ${style.faint(entry.id.slice(-ID_SHOWN))}` : ''
  return `${id}  ${begin}–${end}  ${duration(ms).padStart(8)}  ${entryName(entry)}${paused}${mark}`
}
