/*
 * Calendar days, for display only: nothing that is stored or sent knows about them. A subpath of its own
 * (`@meantime/core/day`), because temporal-polyfill costs start-up time that only reports should pay.
 */
import { Temporal } from 'temporal-polyfill'
import { MeantimeError } from '../errors.js'
import { type Entry, workedMs } from './entry.js'
import type { Segment } from './event.js'

/** [from, to), UTC ms. */
export interface DayBounds {
  readonly from: number
  readonly to: number
}

export interface DayTotal {
  /** `2026-03-29`, in the zone asked for. */
  readonly day: string
  readonly ms: number
}

export interface DayPart extends DayTotal {
  /** The stretches cut at midnight; a still running one keeps `to: null` in its last part. */
  readonly segments: readonly Segment[]
}

/** A stretch longer than this is a broken clock, not work by day: all of it counts on the day it began. */
export const LONGEST_SPLIT_MS = 10 * 366 * 86_400_000

/** False for a name that this computer's zone data does not know; every function here then reads it as UTC. */
export function isKnownZone(zone: string): boolean {
  try {
    Temporal.Instant.fromEpochMilliseconds(0).toZonedDateTimeISO(zone)
    return true
  } catch {
    return false
  }
}

/**
 * The local day of an instant (UTC ms that a Date can hold). Days follow each other without a gap: where a clock was
 * set back across midnight (St. John's until 2011), the hour that repeats belongs to the day that had begun.
 */
export function dayOf(instant: number, zone: string): string {
  return dayAt(instant, knownZone(zone)).day
}

/** 23 or 25 h long where the clock changes, empty for a day that a zone skipped. Throws DAY_INVALID. */
export function dayBounds(day: string, zone: string): DayBounds {
  return boundsOf(parseDay(day), knownZone(zone))
}

/** Worked time by local day, oldest day first; open stretches count until `now`. The parts sum to `workedMs`. */
export function splitByDay(segments: readonly Segment[], zone: string, now: number): readonly DayPart[] {
  const known = knownZone(zone)
  const days = new Map<number, { day: string; ms: number; segments: Segment[] }>()
  let last: Day | undefined

  const add = (segment: Segment) => {
    last = last && last.from <= segment.from && segment.from < last.to ? last : dayAt(segment.from, known)
    const { day, to } = last
    const end = segment.to ?? now
    const whole = end <= to || end - segment.from > LONGEST_SPLIT_MS
    const part = whole ? segment : { from: segment.from, to }
    const found = days.get(last.from) ?? { day, ms: 0, segments: [] }
    found.ms += workedMs({ segments: [part] }, now)
    found.segments.push(part)
    days.set(last.from, found)
    return whole ? undefined : { from: to, to: segment.to }
  }
  for (const segment of segments) for (let rest: Segment | undefined = segment; rest; rest = add(rest));

  return [...days].sort(([a], [b]) => a - b).map(([, part]) => part)
}

/** What several entries come to by local day, oldest day first. Deleted entries count nothing. */
export function totalsByDay(
  entries: readonly Pick<Entry, 'segments' | 'state'>[],
  zone: string,
  now: number,
): readonly DayTotal[] {
  const segments = entries.filter(({ state }) => state !== 'deleted').flatMap((entry) => entry.segments)
  return splitByDay(segments, zone, now).map(({ day, ms }) => ({ day, ms }))
}

interface Day extends DayBounds {
  readonly day: string
}

function dayAt(instant: number, zone: string): Day {
  let date = Temporal.Instant.fromEpochMilliseconds(instant).toZonedDateTimeISO(zone).toPlainDate()
  let bounds = boundsOf(date, zone)
  while (bounds.to <= instant && bounds.to < LAST_INSTANT) {
    date = date.add({ days: 1 })
    bounds = boundsOf(date, zone)
  }
  return { day: date.toString(), ...bounds }
}

const LAST_INSTANT = 8_640_000_000_000_000

function boundsOf(date: Temporal.PlainDate, zone: string): DayBounds {
  return { from: startOf(date, zone), to: endOf(date, zone) }
}

function startOf(date: Temporal.PlainDate, zone: string): number {
  return date.toZonedDateTime(zone).epochMilliseconds
}

function endOf(date: Temporal.PlainDate, zone: string): number {
  try {
    return startOf(date.add({ days: 1 }), zone)
  } catch {
    // Only behind the last day that a Date can hold.
    return LAST_INSTANT
  }
}

function parseDay(day: string): Temporal.PlainDate {
  try {
    if (/^(\d{4}|\+\d{6})-\d{2}-\d{2}$/.test(day)) return Temporal.PlainDate.from(day, { overflow: 'reject' })
  } catch {
    // Told below, in our words.
  }
  throw new MeantimeError({
    code: 'DAY_INVALID',
    kind: 'input',
    message: `"${day}" is not a day of the calendar.`,
    hint: 'Write it as year-month-day, such as 2026-03-29.',
  })
}

function knownZone(zone: string): string {
  return isKnownZone(zone) ? zone : 'UTC'
}
