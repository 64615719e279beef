import type { NewId } from '../ports/ids.js'
import type { Entry } from './entry.js'
import type { EventDraft, Segment } from './event.js'
import type { EntryId, EventId } from './ids.js'

export interface WholeEntry {
  readonly description: string
  readonly project: string | null
  /** @default where the person is now */
  readonly zone?: string
  /** In order; the last one may be open. */
  readonly segments: readonly Segment[]
  /** What becomes of it after its last stretch, when that is closed. */
  readonly state: Entry['state']
}

/** The events of another entry with these stretches, as if it had been recorded at the time. */
export function wholeEntry({ description, project, zone, segments, state }: WholeEntry, newId: NewId): EventDraft[] {
  const entryId = newId() as EntryId
  const at = (occurredAt: number) => ({
    id: newId() as EventId,
    entryId,
    occurredAt,
    ...(zone === undefined ? {} : { zone }),
  })
  return segments.flatMap(({ from, to }, index): EventDraft[] => {
    const begin: EventDraft =
      index === 0 ? { ...at(from), type: 'start', description, project } : { ...at(from), type: 'resume' }
    if (to === null) return [begin]
    const last = index === segments.length - 1
    return [begin, { ...at(to), type: last && state === 'stopped' ? 'stop' : 'pause' }]
  })
}
