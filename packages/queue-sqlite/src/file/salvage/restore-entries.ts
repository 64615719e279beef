import { type AccountId, type Entry, type EventDraft, type EventId, foldEntry, type NewId } from '@meantime/core'
import { append } from '../../journal/append.js'
import { saveEntries } from '../../journal/entry-rows.js'
import { type EventRow, type Stamp, toEvent } from '../../journal/event-rows.js'
import type { Connection } from '../connection.js'
import type { OwnerOf } from './owners.js'
import type { Row } from './shapes.js'

export interface EntrySources {
  readonly events: readonly EventRow[]
  readonly ownerOf: OwnerOf
  /** What the read model said of them: it still knows of a stop whose event is lost. */
  readonly known: readonly Row[]
  readonly stamp: Stamp
  readonly newId: NewId
}

/**
 * Rebuilds the read model by folding. An entry whose stop is lost is stopped again by an event of its own, which is
 * recorded and delivered like any other: where the read model says that it ended, or else where the same person's next
 * entry began, because two cannot be open. Returns how many were.
 */
export function restoreEntries(connection: Connection, sources: EntrySources): number {
  const { events, ownerOf, known, stamp, newId } = sources
  const folded = foldAll(events, ownerOf)
  const ends = new Map(known.toReversed().map((row) => [String(row.id), row]))
  let mended = 0
  folded.forEach(({ entry, account }, index) => {
    saveEntries(connection, account, [entry])
    if (entry.state !== 'running' && entry.state !== 'paused') return
    const next = folded.slice(index + 1).find((other) => other.account === account)?.entry
    const end = endOf(entry, ends.get(entry.id), next, stamp.recordedAt)
    if (!end) return
    append(connection, account, [{ id: newId() as EventId, entryId: entry.id, ...end }], stamp)
    mended += 1
  })
  return mended
}

interface Owned {
  readonly entry: Entry
  readonly account: AccountId
}

/** In the order in which they began. Events whose entry has lost its start stay in the journal and show no entry. */
function foldAll(events: readonly EventRow[], ownerOf: EntrySources['ownerOf']): Owned[] {
  const byEntry = new Map<string, EventRow[]>()
  for (const event of events) {
    const ofEntry = byEntry.get(event.entry_id)
    if (ofEntry) ofEntry.push(event)
    else byEntry.set(event.entry_id, [event])
  }
  return [...byEntry].flatMap(([id, ofEntry]) => {
    const entry = foldEntry(ofEntry.map(toEvent))
    return entry ? [{ entry, account: ownerOf(id) as AccountId }] : []
  })
}

type End = Pick<EventDraft, 'occurredAt'> & { readonly type: 'stop' | 'delete' }

function endOf(entry: Entry, known: Row | undefined, next: Entry | undefined, now: number): End | undefined {
  const last = entry.segments.at(-1)
  const earliest = last?.to ?? last?.from ?? entry.startedAt
  const ended = known?.ended_at
  if (typeof ended === 'number' && ended >= earliest && ended <= Math.max(now, earliest))
    return { type: known?.state === 'deleted' ? 'delete' : 'stop', occurredAt: ended }
  return next && { type: 'stop', occurredAt: Math.max(earliest, next.startedAt) }
}
