import type { EntryId } from '@meantime/core'
import { dayBounds, dayOf, splitByDay } from '@meantime/core/day'
import { derivedId } from '../derived-id.js'
import { type FoundEntry, type Stretch, stepsOf, stretchesOf } from '../found-entry.js'
import type { LeftOut } from '../plan.js'
import type { DayRow } from './rows.js'

/** What the former client's clock showed for a day, and what of it no task explains. */
export interface DayTotal {
  /** `2026-01-05`. */
  readonly day: string
  readonly toldMs: number
  readonly unexplainedMs: number
}

/** Less than this is the rounding of its clock. */
const ROUNDING_MS = 60_000

export interface DayTotals {
  /** Days with time that no task explains, the earliest first. */
  readonly totals: readonly DayTotal[]
  readonly leftOut: readonly LeftOut[]
}

/** Today is left out: it is still being counted. */
export function unexplainedDays(
  rows: readonly DayRow[],
  entries: readonly FoundEntry[],
  { now, zone }: { readonly now: number; readonly zone: string },
): DayTotals {
  const explained = new Map(splitByDay(entries.flatMap(stretchesOf).sort(byFrom), zone, now).map((d) => [d.day, d.ms]))
  const today = dayOf(now, zone)
  const totals: DayTotal[] = []
  const leftOut: LeftOut[] = []
  for (const row of rows) {
    const total = totalOf(row, zone)
    if (total === undefined) leftOut.push({ where: 'a total of a day', reason: 'unreadable', detail: shown(row.day) })
    else if (total.day < today) {
      const unexplainedMs = total.toldMs - (explained.get(total.day) ?? 0)
      if (unexplainedMs >= ROUNDING_MS) totals.push({ ...total, unexplainedMs })
    }
  }
  return { totals, leftOut }
}

function totalOf({ day, accumulated_seconds: seconds }: DayRow, zone: string) {
  if (typeof day !== 'string' || typeof seconds !== 'number' || !Number.isFinite(seconds) || seconds < 0)
    return undefined
  try {
    const { from, to } = dayBounds(day, zone)
    const toldMs = Math.floor(seconds) * 1000
    return toldMs <= to - from ? { day, toldMs } : undefined
  } catch {
    return undefined
  }
}

/**
 * The day's unexplained time as an entry that says what it is. When it was is not known: it stands at the beginning of
 * the day, around what is known of it.
 */
export function dayEntry(
  { day, unexplainedMs }: DayTotal,
  entries: readonly FoundEntry[],
  { zone, resend }: { readonly zone: string; readonly resend: boolean },
): FoundEntry {
  const { from, to } = dayBounds(day, zone)
  const taken = entries.flatMap(stretchesOf).filter((stretch) => stretch.from < to && stretch.to > from)
  return {
    id: derivedId(from, 'hubnity', 'day', day) as EntryId,
    description: `Total of ${day} as the former program counted it; the times of day are not known`,
    project: null,
    zone,
    steps: stepsOf(free({ from, to }, taken.sort(byFrom), unexplainedMs)),
    delivered: !resend,
    where: `total of ${day}`,
  }
}

/** The first `ms` of a span that nothing takes. */
function free({ from, to }: Stretch, taken: readonly Stretch[], ms: number): Stretch[] {
  const stretches: Stretch[] = []
  let [at, left] = [from, ms]
  for (const next of [...taken, { from: to, to }]) {
    const end = Math.min(next.from, at + left)
    if (end > at) stretches.push({ from: at, to: end })
    left -= Math.max(0, end - at)
    at = Math.max(at, next.to)
    if (left <= 0) break
  }
  return stretches
}

const byFrom = (a: Stretch, b: Stretch): number => a.from - b.from
const shown = (day: unknown): string => (typeof day === 'string' && /^[\d-]{1,12}$/.test(day) ? day : 'no day')
