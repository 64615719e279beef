import {
  applyEvent,
  type Entry,
  type EntryId,
  type EventDraft,
  MeantimeError,
  type Recorded,
  type TimeEvent,
} from '@meantime/core'
import type { Connection } from '../file/connection.js'
import { insertTask, type NewTask } from '../queue/insert-task.js'
import { accountOf, foldedEntry, saveEntries } from './entry-rows.js'
import { insertEvent, type Stamp } from './event-rows.js'

/**
 * Appends events, updates the read model and enqueues one task for each event. Runs inside the caller's transaction.
 * `known` holds entries of the account that were folded in this transaction already; `enqueue` says what becomes of the
 * tasks.
 */
export function append(
  connection: Connection,
  account: string,
  drafts: readonly EventDraft[],
  stamp: Stamp,
  known: ReadonlyMap<EntryId, Entry> = new Map(),
  enqueue: (connection: Connection, task: NewTask) => void = insertTask,
): Recorded {
  const entries = new Map<EntryId, Entry>()
  const events: TimeEvent[] = []
  for (const draft of drafts) {
    if (!Number.isSafeInteger(draft.occurredAt)) throw refused('An event has no moment in time.')
    const before = entries.get(draft.entryId) ?? known.get(draft.entryId) ?? existing(connection, account, draft)
    const event = insertEvent(connection, account, draft, stamp)
    const after = applyEvent(before, event)
    if (!after) throw refused('An event belongs to no entry.')
    entries.set(draft.entryId, after)
    events.push(event)
  }
  saveEntries(connection, account, [...entries.values()])
  for (const event of events) enqueue(connection, taskFor(account, event))
  return { events, entries: [...entries.values()] }
}

function existing(connection: Connection, account: string, { entryId }: EventDraft): Entry | undefined {
  const owner = accountOf(connection, entryId)
  if (owner === undefined) return undefined
  if (owner !== account) throw refused('The entry belongs to another account.')
  return foldedEntry(connection, entryId)
}

function taskFor(account: string, event: TimeEvent) {
  return {
    id: event.id,
    lane: event.entryId,
    account,
    entityType: `time_entry_${event.type}`,
    payload: event,
    createdAt: event.recordedAt,
  } as const
}

function refused(message: string): MeantimeError {
  return new MeantimeError({ code: 'EVENT_REFUSED', kind: 'bug', message, safe: 'Nothing was recorded.' })
}
