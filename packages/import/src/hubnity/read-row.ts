import { type LegacyType, legacyType, payloadFields } from '@meantime/core/legacy'
import type { LeftOutReason } from '../plan.js'
import type { QueueRow } from './rows.js'

export type Fields = Readonly<Record<string, unknown>>

export interface Readable {
  readonly type: LegacyType
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

/** `payload` is called only when the rest of the row makes sense. Nothing of it is ever in a detail. */
export function readRow(row: QueueRow, payload: () => unknown, keys: readonly Buffer[]): Readable | Unreadable {
  const type = legacyType(row.entity_type)
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
