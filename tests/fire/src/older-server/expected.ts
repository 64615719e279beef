import { type Entry, foldEntry, type TaskId, type TimeEvent, workedMs } from '@meantime/core'
import type { OlderEntry } from '@meantime/testkit/older-server'
import Database from 'better-sqlite3'

export interface Recorded {
  readonly events: readonly TimeEvent[]
  /** Of the tasks, by the event's id. */
  readonly states: ReadonlyMap<
    string,
    { readonly state: string; readonly reason: string | null; readonly message: string | null }
  >
}

/** What is in the file, read by plain SQL: every event of an entry, and what became of its task. */
export function readRecorded(file: string): ReadonlyMap<string, Recorded> {
  const database = new Database(file, { readonly: true })
  try {
    const events = database
      .prepare<[], { id: TaskId; entry_id: string; event: string }>('SELECT * FROM events ORDER BY seq')
      .all() as unknown as (Record<string, unknown> & { id: string; entry_id: string })[]
    const tasks = database
      .prepare<[], { id: string; state: string; reason_code: string | null; reason_message: string | null }>(
        'SELECT id, state, reason_code, reason_message FROM tasks',
      )
      .all()
    const states = new Map(
      tasks.map(({ id, state, reason_code, reason_message }) => [
        id,
        { state, reason: reason_code, message: reason_message },
      ]),
    )
    const entries = new Map<string, Recorded>()
    for (const row of events) {
      const known = entries.get(row.entry_id)?.events ?? []
      entries.set(row.entry_id, { events: [...known, toEvent(row)], states })
    }
    return entries
  } finally {
    database.close()
  }
}

/** Whether anything in the file says that the server's row is one of ours. */
export function isKnownHere(file: string, remote: string): boolean {
  const database = new Database(file, { readonly: true })
  try {
    return database.prepare('SELECT 1 FROM state WHERE key LIKE ?').get(`hubnity:%:remote:${remote}`) !== undefined
  } finally {
    database.close()
  }
}

function toEvent(row: Record<string, unknown> & { id: string; entry_id: string }): TimeEvent {
  const body = typeof row.body === 'string' ? JSON.parse(row.body) : {}
  return {
    ...body,
    id: row.id,
    entryId: row.entry_id,
    type: row.type,
    occurredAt: row.occurred_at,
    recordedAt: row.recorded_at,
    zone: row.zone,
    deviceId: row.device_id,
    seq: row.seq,
  } as unknown as TimeEvent
}

/** The entry as it is by what was delivered of it. */
export function deliveredEntry({ events, states }: Recorded): Entry | undefined {
  return foldEntry(events.filter(({ id }) => (states.get(id)?.state ?? 'sent') === 'sent'))
}

/** How a row differs from what it has to hold, in words; undefined when it does not. Written without the plugin's rules. */
export function wrongWith(row: OlderEntry, entry: Entry, projectId: string | null, open: boolean): string | undefined {
  const deleted = entry.state === 'deleted'
  const worked = deleted ? 0 : workedMs(entry, entry.startedAt) / 1000
  const wrong: string[] = []
  if (row.projectId !== projectId) wrong.push(`project ${row.projectId} instead of ${projectId}`)
  if (!(row.description ?? '').endsWith(entry.description)) wrong.push(`description ${row.description}`)
  if (open) return wrong[0]
  if (row.status !== 'STOPPED') wrong.push(`it is ${row.status}`)
  if (Math.abs(row.startTime - entry.startedAt) > 1000)
    wrong.push(`start ${row.startTime} instead of ${entry.startedAt}`)
  const end = deleted ? entry.startedAt : entry.endedAt
  if (end !== null && Math.abs((row.endTime ?? 0) - end) > 1000) wrong.push(`end ${row.endTime} instead of ${end}`)
  if (Math.abs(row.duration - worked) > 1) wrong.push(`duration ${row.duration} instead of ${worked}`)
  return wrong.length > 0 ? wrong.join(', ') : undefined
}
