import fc from 'fast-check'
import { type Entry, foldEntry } from '../src/domain/entry.js'
import type { Edited, Segment, Started, TimeEvent } from '../src/domain/event.js'
import type { EntryId, EventId } from '../src/domain/ids.js'

export const MINUTE = 60_000
export const HOUR = 60 * MINUTE
/** 2026-03-02T09:00:00Z, a Monday. */
export const NINE = Date.UTC(2026, 2, 2, 9)

type Body = Started | Edited | { type: 'pause' | 'resume' | 'stop' | 'delete' }

let seq = 0
export function event(occurredAt: number, body: Body): TimeEvent {
  seq += 1
  return {
    id: `event-${seq}` as EventId,
    entryId: 'entry' as EntryId,
    occurredAt,
    recordedAt: occurredAt,
    zone: 'Europe/Berlin',
    deviceId: 'device',
    seq,
    ...body,
  }
}

export const start = (at: number, description = 'Write tests', project: string | null = null): TimeEvent =>
  event(at, { type: 'start', description, project })
export const pause = (at: number): TimeEvent => event(at, { type: 'pause' })
export const resume = (at: number): TimeEvent => event(at, { type: 'resume' })
export const stop = (at: number): TimeEvent => event(at, { type: 'stop' })
export const remove = (at: number): TimeEvent => event(at, { type: 'delete' })
export const edit = (at: number, changes: Edited['changes']): TimeEvent => event(at, { type: 'edit', changes })

export function folded(...events: TimeEvent[]): Entry {
  const entry = foldEntry(events)
  if (!entry) throw new Error('these events make no entry')
  return entry
}

const anInstant = fc.integer({ min: NINE - 400 * 24 * HOUR, max: NINE + 400 * 24 * HOUR })
const aSegment: fc.Arbitrary<Segment> = fc.record({ from: anInstant, to: fc.option(anInstant) })

export const aPlainEvent: fc.Arbitrary<TimeEvent> = fc
  .tuple(anInstant, fc.constantFrom('start', 'pause', 'resume', 'stop', 'delete'))
  .map(([at, type]) =>
    type === 'start' ? start(at) : event(at, { type: type as 'pause' | 'resume' | 'stop' | 'delete' }),
  )
export const anEdit: fc.Arbitrary<TimeEvent> = fc
  .tuple(
    anInstant,
    fc.record({ description: fc.string(), segments: fc.array(aSegment, { maxLength: 4 }) }, { requiredKeys: [] }),
  )
  .map(([at, changes]) => edit(at, changes))

/** Any events in any order, times jumping by up to more than a year: what no program of ours should ever write. */
export const anyEvents: fc.Arbitrary<TimeEvent[]> = fc.array(fc.oneof(aPlainEvent, aPlainEvent, anEdit), {
  maxLength: 14,
})
/** The same, but it begins with a start and never edits the stretches. */
export const plainEvents: fc.Arbitrary<TimeEvent[]> = fc
  .tuple(
    anInstant.map((at) => start(at)),
    fc.array(aPlainEvent, { maxLength: 14 }),
  )
  .map(([first, rest]) => [first, ...rest])
export { anInstant }
