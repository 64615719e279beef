import type { EntryId, EventDraft, EventId, TimeEvent } from '@meantime/core'
import type { Connection } from '../file/connection.js'
import { damagedRow } from '../file/storage-error.js'
import { storedJson } from '../queue/stored-json.js'
import { sealed, sealOf } from './seal.js'

export interface EventRow {
  seq: number
  id: string
  entry_id: string
  type: TimeEvent['type']
  occurred_at: number
  recorded_at: number
  zone: string
  device_id: string
  /** JSON of what only this type of event has, and the event's seal. */
  body: string
}

/** What the journal adds to a draft. */
export interface Stamp {
  readonly recordedAt: number
  readonly zone: string
  readonly deviceId: string
}

/** Appends an event; its `seq` is the row's. */
export function insertEvent(connection: Connection, account: string, draft: EventDraft, stamp: Stamp): TimeEvent {
  const { id, entryId, occurredAt, type, zone = stamp.zone, ...body } = draft
  const { recordedAt, deviceId } = stamp
  const row: EventRow = {
    seq: nextSeq(connection),
    id,
    entry_id: entryId,
    type,
    occurred_at: occurredAt,
    recorded_at: recordedAt,
    zone,
    device_id: deviceId,
    body: storedJson(body),
  }
  putEvent(connection, account, { ...row, body: sealed(row.body, sealedFields(row)) })
  return { ...draft, ...stamp, zone, seq: row.seq }
}

/** Writes a row as it is. */
export function putEvent(connection: Connection, account: string, row: EventRow): void {
  connection
    .sql(
      `INSERT INTO events (seq, id, entry_id, account_id, type, occurred_at, recorded_at, zone, device_id, body)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    )
    .run(
      row.seq,
      row.id,
      row.entry_id,
      account,
      row.type,
      row.occurred_at,
      row.recorded_at,
      row.zone,
      row.device_id,
      row.body,
    )
}

/** What never changes about an event; its account may, when work is adopted. */
export function sealedFields(row: EventRow): readonly (string | number)[] {
  return [row.seq, row.id, row.entry_id, row.type, row.occurred_at, row.recorded_at, row.zone, row.device_id]
}

/** Asked before the insert, because the seal covers it. Numbers that a deletion freed are not given again. */
function nextSeq(connection: Connection): number {
  const last = connection.sql<{ seq: number }>("SELECT seq FROM sqlite_sequence WHERE name = 'events'").get()
  return (last?.seq ?? 0) + 1
}

/** An entry's events in the order in which they count. */
export function eventsOf(connection: Connection, entryId: EntryId): TimeEvent[] {
  return connection
    .sql<EventRow>(
      `SELECT seq, id, entry_id, type, occurred_at, recorded_at, zone, device_id, body
       FROM events WHERE entry_id = ? ORDER BY seq`,
    )
    .all(entryId)
    .map(toEvent)
}

/** Throws as for a damaged database when a row is not what was written. */
export function toEvent(row: EventRow): TimeEvent {
  if (sealOf(row.body, sealedFields(row)) === 'broken') throw damagedRow('events', row.seq)
  return {
    ...bodyOf(row),
    id: row.id as EventId,
    entryId: row.entry_id as EntryId,
    type: row.type,
    occurredAt: row.occurred_at,
    recordedAt: row.recorded_at,
    zone: row.zone,
    deviceId: row.device_id,
    seq: row.seq,
  } as TimeEvent
}

function bodyOf({ body, seq }: EventRow): object {
  try {
    return JSON.parse(body)
  } catch {
    throw damagedRow('events', seq)
  }
}
