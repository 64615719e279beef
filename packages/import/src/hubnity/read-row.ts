import type { LeftOutReason } from '../plan.js'
import { payloadFields } from './payload.js'
import type { QueueRow } from './rows.js'

export type RowType = 'start' | 'pause' | 'resume' | 'stop' | 'screenshot'

const TYPES: Readonly<Record<string, RowType>> = {
  time_entry_start: 'start',
  time_entry_pause: 'pause',
  time_entry_resume: 'resume',
  time_entry_stop: 'stop',
  screenshot: 'screenshot',
}

export type Fields = Readonly<Record<string, unknown>>

export interface Readable {
  readonly type: RowType
  readonly fields: Fields
  /** UTC ms. */
  readonly at: number
}

export interface Unreadable {
  readonly reason: LeftOutReason
  readonly detail: string
}

/** A time above this in seconds is the year 5138: it was written in milliseconds. */
const SECONDS_END_BELOW = 1e11
/** The largest that a Date holds. */
const LAST_INSTANT = 8_640_000_000_000_000

export const typeOf = ({ entity_type }: QueueRow): RowType | undefined => TYPES[String(entity_type)]

/** `payload` is called only when the rest of the row makes sense. Nothing of it is ever in a detail. */
export function readRow(row: QueueRow, payload: () => unknown, keys: readonly Buffer[]): Readable | Unreadable {
  const type = typeOf(row)
  if (!type) return { reason: 'unknown-kind', detail: '' }
  const fields = payloadFields(payload(), keys)
  if (!fields) return { reason: 'unreadable', detail: type }
  const at = instantOf(row.created_at)
  return at === undefined ? { reason: 'time-missing', detail: type } : { type, fields, at }
}

/** Seconds or milliseconds of 1970 to UTC ms; undefined for anything else, and for what is beyond all calendars. */
function instantOf(created: unknown): number | undefined {
  if (typeof created !== 'number' || !Number.isSafeInteger(created) || created <= 0) return undefined
  const at = created < SECONDS_END_BELOW ? created * 1000 : created
  return at <= LAST_INSTANT ? at : undefined
}

export const textOf = (value: unknown): string | undefined =>
  typeof value === 'string' ? value : typeof value === 'number' ? String(value) : undefined
