import { dayBounds, dayOf } from '@meantime/core/day'
import { inputError } from '../errors.js'
import type { Now } from './parse-time.js'

export interface PeriodOptions {
  readonly from?: string
  readonly to?: string
  readonly days?: string
  readonly today?: boolean
  readonly week?: boolean
}

/** [from, to), UTC ms, cut at local midnights. */
export interface Period {
  readonly from: number
  readonly to: number
}

const DEFAULT_DAYS = 7
const MAX_DAYS = 3660

/** The period that was asked for; until the end of today where no end was named. */
export async function periodOf(options: PeriodOptions, place: Now): Promise<Period> {
  const { now, zone } = place
  const today = dayBounds(dayOf(now, zone), zone)
  if (options.today) return today
  if (options.week) return { from: daysBefore(today.from, weekday(now, zone), zone), to: today.to }
  const count = options.days === undefined ? DEFAULT_DAYS : daysFrom(options.days)
  const from = options.from === undefined ? undefined : await edge(options.from, '--from', place)
  const to = options.to === undefined ? today.to : (await edge(options.to, '--to', place)).end
  const period = { from: from?.start ?? daysBefore(to - 1, count - 1, zone), to }
  if (period.from < period.to) return period
  throw inputError(
    'PERIOD_EMPTY',
    'There is no time between --from and --to.',
    'Name an earlier --from or a later --to.',
  )
}

/** A whole day reaches to its midnight, a moment only to itself. */
async function edge(text: string, flag: string, place: Now): Promise<{ start: number; end: number }> {
  const { parseEdge } = await import('./parse-time.js')
  const { at, wholeDay } = await parseEdge(text, flag, place)
  return { start: at, end: wholeDay ? dayBounds(dayOf(at, place.zone), place.zone).to : at }
}

function daysFrom(text: string): number {
  const days = /^\d{1,4}$/.test(text) ? Number(text) : 0
  if (days >= 1 && days <= MAX_DAYS) return days
  throw inputError('DAYS_INVALID', '--days is not a whole number of days.', `Name one from 1 to ${MAX_DAYS}.`)
}

/** Midnight of the local day that lies `count` days before the one of `at`. */
function daysBefore(at: number, count: number, zone: string): number {
  let { from } = dayBounds(dayOf(at, zone), zone)
  for (let step = 0; step < count; step += 1) from = dayBounds(dayOf(from - 1, zone), zone).from
  return from
}

/** 0 on a Monday. */
const weekday = (now: number, zone: string): number => (new Date(`${dayOf(now, zone)}T00:00:00Z`).getUTCDay() + 6) % 7
