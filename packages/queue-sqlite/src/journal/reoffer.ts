import type { AccountId, EntryId, Reoffered, ReofferRequest, TimeEvent } from '@meantime/core'
import type { Connection } from '../file/connection.js'
import { isGivenUp } from '../queue/given-up.js'
import { holdFor, refreshLane } from '../queue/lanes.js'
import { type ReturningTask, returnTask } from '../queue/return-task.js'
import { type EventRow, toEvent } from './event-rows.js'

/** Entries that one transaction looks at: the write lock is never held for long. */
const PART = 100

/** One part of what a server forgot goes back to the queue. See `Journal.reoffer`. */
export function reoffer(
  connection: Connection,
  account: AccountId,
  { entry, after = '' }: ReofferRequest,
  now: number,
): Reoffered {
  const entries = entry === undefined ? entriesAfter(connection, account, after) : [entry]
  const starts: string[] = []
  let events = 0
  for (const id of entries) {
    const returned = returnLane(connection, account, id, now)
    events += returned.length
    if (returned.includes('start')) starts.push(id)
  }
  holdFor(connection, account, starts)
  const next = entry === undefined && entries.length === PART ? entries.at(-1) : undefined
  if (next !== undefined) return { events, gone: 0, next }
  return { events, gone: entry === undefined ? goneTasks(connection, account) : 0 }
}

/** The plus keeps SQLite from the index by account, which would sort all entries for each part. */
function entriesAfter(connection: Connection, account: AccountId, after: string): EntryId[] {
  return connection
    .sql<{ id: EntryId }>('SELECT id FROM entries WHERE id > ? AND +account_id = ? ORDER BY id LIMIT ?')
    .all(after, account, PART)
    .map(({ id }) => id)
}

/**
 * From the last event to the first: each that has no row any more, and then each before it, gets a number below all
 * others, so that the order of the lane is the order of the journal. Returns the types of what will go out again.
 */
function returnLane(connection: Connection, account: AccountId, entry: EntryId, now: number): TimeEvent['type'][] {
  if (isGivenUp(connection, entry)) return []
  const rows = connection
    .sql<EventRow>(
      `SELECT seq, id, entry_id, type, occurred_at, recorded_at, zone, device_id, body
       FROM events WHERE entry_id = ? AND account_id = ? ORDER BY seq DESC`,
    )
    .all(entry, account)
  const returned: TimeEvent['type'][] = []
  let below = false
  for (const row of rows) {
    const event = soundEvent(row)
    if (!event) continue
    const { state, moved } = returnTask(connection, taskOf(account, event), below)
    below ||= moved
    if (state === 'returned') returned.push(row.type)
  }
  if (returned.length === 0) return returned
  connection
    .sql(
      `INSERT INTO lanes (key, account_id, state, priority, head_seq) VALUES (?, ?, 'ready', 0, 0)
       ON CONFLICT (key) DO UPDATE SET not_before = NULL`,
    )
    .run(entry, account)
  refreshLane(connection, entry, { now })
  return returned
}

/** A damaged row is no reason to keep all others from the server. */
function soundEvent(row: EventRow): TimeEvent | undefined {
  try {
    return toEvent(row)
  } catch {
    return undefined
  }
}

function taskOf(account: AccountId, event: TimeEvent): ReturningTask {
  const { id, entryId: lane, type, recordedAt: createdAt } = event
  return { id, lane, account, entityType: `time_entry_${type}`, createdAt, payload: event }
}

/** What was delivered and leaves nothing to deliver again: its payload and its picture went with the delivery. */
function goneTasks(connection: Connection, account: AccountId): number {
  const sql = "SELECT count(*) AS n FROM tasks WHERE state = 'sent' AND +account_id = ? AND priority = 2"
  return connection.sql<{ n: number }>(sql).get(account)?.n ?? 0
}
