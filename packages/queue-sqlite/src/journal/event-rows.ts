import type { EntryId, EventDraft, EventId, TimeEvent } from '@meantime/core'
import type { Connection } from '../file/connection.js'

interface EventRow {
  seq: number
  id: string
  entry_id: string
  type: TimeEvent['type']
  occurred_at: number
  recorded_at: number
  zone: string
  device_id: string
  /** JSON of what only this type of event has. */
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
  const { id, entryId, occurredAt, type, ...body } = draft
  const { lastInsertRowid } = connection
    .sql(
      `INSERT INTO events (id, entry_id, account_id, type, occurred_at, recorded_at, zone, device_id, body)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    )
    .run(id, entryId, account, type, occurredAt, stamp.recordedAt, stamp.zone, stamp.deviceId, JSON.stringify(body))
  return { ...draft, ...stamp, seq: Number(lastInsertRowid) }
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

function toEvent(row: EventRow): TimeEvent {
  return {
    ...(JSON.parse(row.body) as object),
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
