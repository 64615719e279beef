import { type LegacyType, legacyType, payloadFields } from '@meantime/core/legacy'

/** A row of the predecessor's `sync_queue`, as any of its versions wrote it. */
export interface LegacyRow {
  readonly id: number
  readonly entity_type: unknown
  readonly payload: unknown
  readonly status: unknown
  readonly created_at: unknown
}

export interface Readable {
  readonly type: LegacyType
  readonly fields: Readonly<Record<string, unknown>>
  /** UTC ms. */
  readonly at: number
}

export interface Unreadable {
  readonly reason: string
}

/** A time later than this in seconds is the year 5138: it was written in milliseconds. */
const SECONDS_END_BELOW = 1e11

/** `keys`: those a payload may be encrypted with as a whole, the likeliest first. */
export function readLegacyRow(row: LegacyRow, keys: readonly Buffer[]): Readable | Unreadable {
  const type = legacyType(row.entity_type)
  if (!type) return { reason: `unknown kind of task: ${String(row.entity_type).slice(0, 60)}` }
  const fields = payloadFields(row.payload, keys)
  if (!fields) return { reason: 'the payload cannot be read: it is damaged, or encrypted with a key that is not here' }
  const created = row.created_at
  if (typeof created !== 'number' || !Number.isSafeInteger(created) || created < 0)
    return { reason: 'it is not known when it happened' }
  return { type, fields, at: created < SECONDS_END_BELOW ? created * 1000 : created }
}
