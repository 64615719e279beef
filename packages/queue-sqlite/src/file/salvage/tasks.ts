import { type BlobRef, PRIORITY } from '@meantime/core'
import { type EventRow, toEvent } from '../../journal/event-rows.js'
import type { TaskRow } from '../../queue/rows.js'
import { storedJson } from '../../queue/stored-json.js'
import type { Carved } from './carve.js'
import type { OwnerOf } from './owners.js'
import type { Row } from './shapes.js'

export type SalvagedTask = Omit<TaskRow, 'seq' | 'lease_token'> & {
  /** The entry whose start goes first. */
  readonly waits_for: string | null
  /** The picture that goes first; uploaded again when it is not known that it was. */
  readonly blob: (BlobRef & { readonly uploadedAt: number | null }) | null
}

export interface Sources {
  readonly carved: Pick<Carved, 'tasks' | 'lanes' | 'task_blobs'>
  readonly events: ReadonlyMap<string, EventRow>
  readonly ownerOf: OwnerOf
  /**
   * How many rows the queue's table has, when that is sound: if all of them were found, an event without a row was
   * delivered and its receipt purged.
   */
  readonly queueRows: number | undefined
}

/** What the rows say happened last wins: a delivery is never taken back by an older copy of the row. */
const RANK = ['pending', 'leased', 'failed', 'dead', 'cancelled', 'sent']

/**
 * The tasks to go on with, in their order. Every event whose delivery is not proved by a receipt is open again under
 * its own id, so that the server, if it knows the event already, answers `duplicate`.
 */
export function chooseTasks({ carved, events, ownerOf, queueRows }: Sources): SalvagedTask[] {
  const rows = bestRows(carved.tasks as unknown as readonly TaskRow[])
  const complete = rows.size === queueRows
  const waits = new Map(
    carved.lanes.toReversed().map(({ key, waits_for }) => [String(key), waits_for as string | null]),
  )
  const blobs = new Map(carved.task_blobs.toReversed().map((row) => [String(row.task_id), row]))
  const ordered: { at: number; task: SalvagedTask }[] = []
  const reached = new Map<string, number>()
  let last = 0
  for (const event of [...events.values()].sort((a, b) => a.seq - b.seq)) {
    const found = rows.get(event.id)
    rows.delete(event.id)
    if (!found && complete) continue
    const row = matching(found, event)
    // In a lane the events' order counts, whatever is left of the tasks' own numbers.
    last = Math.max(row?.seq ?? last, reached.get(event.entry_id) ?? 0) + 1e-4
    reached.set(event.entry_id, last)
    ordered.push({ at: last, task: eventTask(event, row, ownerOf(event.entry_id)) })
  }
  for (const row of rows.values()) {
    const task = otherTask(row, { waits, blobs, ownerOf })
    if (task) ordered.push({ at: row.seq, task })
  }
  const givenUp = givenUpEntries(ordered.map(({ task }) => task))
  return ordered.sort((a, b) => a.at - b.at).map(({ task }) => (givenUp.has(entryOf(task)) ? closed(task) : task))
}

/** An entry whose start a person gave up: nothing of it is delivered, whatever became of its other rows. */
function givenUpEntries(tasks: readonly SalvagedTask[]): ReadonlySet<string> {
  const starts = tasks.filter(({ entity_type, state }) => entity_type === 'time_entry_start' && state === 'cancelled')
  return new Set(starts.map(({ lane }) => lane))
}

const entryOf = ({ waits_for, lane }: SalvagedTask): string => waits_for ?? lane

const closed = (task: SalvagedTask): SalvagedTask =>
  task.state === 'sent' ? task : { ...task, state: 'cancelled', payload: null, blob: null }

function bestRows(tasks: readonly TaskRow[]): Map<string, TaskRow> {
  const best = new Map<string, TaskRow>()
  for (const task of tasks) {
    const other = best.get(task.id)
    if (isCredible(task) && (!other || RANK.indexOf(task.state) > RANK.indexOf(other.state))) best.set(task.id, task)
  }
  return best
}

/** A receipt is believed only when all of it looks like one. */
function isCredible({ state, payload, sent_at }: TaskRow): boolean {
  if (state === 'sent') return payload === null && sent_at !== null
  return state === 'cancelled' ? payload === null : sent_at === null
}

function matching(row: TaskRow | undefined, event: EventRow): TaskRow | undefined {
  return row?.lane === event.entry_id && row.entity_type === `time_entry_${event.type}` ? row : undefined
}

function eventTask(event: EventRow, row: TaskRow | undefined, account: string): SalvagedTask {
  const entityType = `time_entry_${event.type}` as const
  const closed = row?.state === 'sent' || row?.state === 'cancelled'
  return {
    id: event.id,
    lane: event.entry_id,
    account_id: account,
    entity_type: entityType,
    priority: PRIORITY[entityType],
    payload: closed ? null : storedJson(toEvent(event)),
    created_at: event.recorded_at,
    waits_for: null,
    blob: null,
    ...progress(row),
  }
}

/** Screenshots and samples, and events that the journal no longer has. */
function otherTask(
  row: TaskRow,
  {
    waits,
    blobs,
    ownerOf,
  }: {
    waits: ReadonlyMap<string, string | null>
    blobs: ReadonlyMap<string, Row>
    ownerOf: Sources['ownerOf']
  },
): SalvagedTask | undefined {
  if (!(row.entity_type in PRIORITY)) return undefined
  const closed = row.state === 'sent' || row.state === 'cancelled'
  const payload = closed ? {} : parsed(row.payload)
  if (!payload) return undefined
  const ofEvent = row.entity_type.startsWith('time_entry_')
  if (ofEvent && !closed && (payload.id !== row.id || payload.entryId !== row.lane)) return undefined
  const entryId = waits.get(row.lane) ?? payload.entryId
  const entry = ofEvent ? row.lane : typeof entryId === 'string' ? entryId : undefined
  return {
    id: row.id,
    lane: ofEvent ? row.lane : row.id,
    account_id: ownerOf(entry, row.account_id),
    entity_type: row.entity_type,
    priority: PRIORITY[row.entity_type],
    payload: closed ? null : storedJson(payload),
    created_at: row.created_at,
    waits_for: ofEvent ? null : (entry ?? null),
    blob: ofEvent || closed ? null : blobOf(blobs.get(row.id), payload),
    ...progress(row),
  }
}

/** By the ledger of uploads, or, when its row is lost, by what the screenshot says of itself. */
function blobOf(row: Row | undefined, payload: Record<string, unknown>): SalvagedTask['blob'] {
  const { sha256, bytes, mediaType } = row
    ? { sha256: row.sha256, bytes: row.bytes, mediaType: row.media_type }
    : payload
  if (typeof sha256 !== 'string' || !/^[0-9a-f]{64}$/.test(sha256)) return null
  if (typeof bytes !== 'number' || !Number.isSafeInteger(bytes) || typeof mediaType !== 'string') return null
  const uploadedAt = row?.uploaded_at
  return { sha256, bytes, mediaType, uploadedAt: typeof uploadedAt === 'number' ? uploadedAt : null }
}

/** A lease does not survive: whoever held it cannot settle it any more. */
function progress(row: TaskRow | undefined) {
  const text = (value: unknown) => (typeof value === 'string' ? value : null)
  return {
    state: row === undefined || row.state === 'leased' ? ('pending' as const) : row.state,
    attempts: row?.attempts ?? 0,
    sent_at: row?.sent_at ?? null,
    reason_code: text(row?.reason_code),
    reason_message: text(row?.reason_message),
  }
}

function parsed(payload: unknown): Record<string, unknown> | undefined {
  try {
    const value: unknown = typeof payload === 'string' ? JSON.parse(payload) : undefined
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : undefined
  } catch {
    return undefined
  }
}
