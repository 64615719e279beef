import type { Entry, Tracked } from '@meantime/core'
import type { Output } from '../../bridge/operations.js'
import type { EntryView } from '../../bridge/shapes.js'
import type { Desk } from '../desk.js'

/** Deleted entries are left out: no window shows them. */
export async function entryViews(desk: Desk, entries: readonly Entry[]): Promise<EntryView[]> {
  const waiting = await desk.waiting.lanes(desk.app, desk.changes)
  return entries.flatMap((entry) => viewOf(entry, waiting.has(entry.id)) ?? [])
}

/** Just recorded: it waits, and nothing need be asked for that. */
export function freshViews(entries: readonly Entry[]): EntryView[] {
  return entries.flatMap((entry) => viewOf(entry, true) ?? [])
}

export function trackedView({ entry, stopped }: Tracked): Output<'start'> {
  const [view] = freshViews([entry])
  if (!view) throw new Error('what was recorded is deleted already')
  const [before] = stopped ? freshViews([stopped]) : []
  return before ? { entry: view, stopped: before } : { entry: view }
}

function viewOf(entry: Entry, waits: boolean): EntryView | undefined {
  const { id, state, description, project, zone, startedAt, endedAt, segments } = entry
  if (state === 'deleted') return undefined
  return { id, state, description, project, zone, startedAt, endedAt, segments: [...segments], waits }
}
