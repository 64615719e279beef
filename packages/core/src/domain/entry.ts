import type { Edited, Segment, TimeEvent } from './event.js'
import type { EntryId } from './ids.js'

export type EntryState = 'running' | 'paused' | 'stopped' | 'deleted'

/** Something about the events that a person may want to correct. Nothing is corrected silently. */
export type Anomaly =
  /** An event happened before the one that it follows: the clock was set back. The stretch counts as 0. */
  | 'clock-went-back'
  /** An event, or an edit's stretches, made no sense in the state it met (a pause of a paused entry): no effect. */
  | 'ignored-event'

export interface Entry {
  readonly id: EntryId
  readonly state: EntryState
  readonly description: string
  readonly project: string | null
  readonly zone: string
  readonly startedAt: number
  /** When it was stopped; null while it is running or paused. */
  readonly endedAt: number | null
  /** Worked time in order; the last one is open while the entry runs. */
  readonly segments: readonly Segment[]
  readonly anomalies: readonly Anomaly[]
}

/** The state of one entry: a pure fold over its events, in `seq` order. Undefined when it has no start. */
export function foldEntry(events: Iterable<TimeEvent>): Entry | undefined {
  let entry: Entry | undefined
  for (const event of events) entry = applyEvent(entry, event)
  return entry
}

export function applyEvent(entry: Entry | undefined, event: TimeEvent): Entry | undefined {
  if (entry === undefined) return event.type === 'start' ? begin(event) : undefined
  if (entry.state === 'deleted') return noted(entry, 'ignored-event')
  switch (event.type) {
    case 'start':
      return noted(entry, 'ignored-event')
    case 'pause':
      return entry.state === 'running' ? { ...close(entry, event.occurredAt), state: 'paused' } : ignored(entry)
    case 'resume':
      return entry.state === 'paused' ? reopen(entry, event.occurredAt) : ignored(entry)
    case 'stop':
      return entry.state === 'stopped' ? ignored(entry) : end(entry, event.occurredAt)
    case 'delete':
      return { ...(entry.state === 'stopped' ? entry : end(entry, event.occurredAt)), state: 'deleted' }
    case 'edit':
      return edit(entry, event.changes)
    default:
      // Written by a newer version: the entry must not vanish because of it.
      return ignored(entry)
  }
}

/** Worked milliseconds until `now`; an open stretch counts up to `now`, never less than 0. */
export function workedMs(entry: Pick<Entry, 'segments'>, now: number): number {
  return entry.segments.reduce((sum, { from, to }) => sum + Math.max(0, (to ?? now) - from), 0)
}

const ignored = (entry: Entry): Entry => noted(entry, 'ignored-event')

function begin(event: TimeEvent & { type: 'start' }): Entry {
  return {
    id: event.entryId,
    state: 'running',
    description: event.description,
    project: event.project,
    zone: event.zone,
    startedAt: event.occurredAt,
    endedAt: null,
    segments: [{ from: event.occurredAt, to: null }],
    anomalies: [],
  }
}

function close(entry: Entry, at: number): Entry {
  const last = entry.segments.at(-1)
  if (last === undefined || last.to !== null) return entry
  const segments = [...entry.segments.slice(0, -1), { from: last.from, to: Math.max(last.from, at) }]
  return at < last.from ? noted({ ...entry, segments }, 'clock-went-back') : { ...entry, segments }
}

function reopen(entry: Entry, at: number): Entry {
  const floor = entry.segments.at(-1)?.to ?? entry.startedAt
  const opened: Entry = {
    ...entry,
    state: 'running',
    segments: [...entry.segments, { from: Math.max(floor, at), to: null }],
  }
  return at < floor ? noted(opened, 'clock-went-back') : opened
}

function end(entry: Entry, at: number): Entry {
  const closed = close(entry, at)
  const floor = closed.segments.at(-1)?.to ?? closed.startedAt
  const ended: Entry = { ...closed, state: 'stopped', endedAt: Math.max(floor, at) }
  return at < floor ? noted(ended, 'clock-went-back') : ended
}

/** Takes what it knows by name: whatever else a newer version wrote into `changes` must not reach the state. */
function edit(entry: Entry, { description, project, segments }: Edited['changes']): Entry {
  const edited: Entry = {
    ...entry,
    ...(description === undefined ? {} : { description }),
    ...(project === undefined ? {} : { project }),
  }
  return segments === undefined ? edited : withSegments(edited, segments)
}

/** Replaced stretches decide the state: an open last one runs; closing a running entry stops it. */
function withSegments(entry: Entry, segments: readonly Segment[]): Entry {
  const first = segments[0]
  const last = segments.at(-1)
  if (first === undefined || last === undefined || !inOrder(segments)) return ignored(entry)
  if (last.to === null) {
    if (entry.state === 'stopped') return ignored(entry)
    return { ...entry, segments, startedAt: first.from, state: 'running', endedAt: null }
  }
  const state = entry.state === 'paused' ? 'paused' : 'stopped'
  return { ...entry, segments, startedAt: first.from, state, endedAt: state === 'paused' ? null : last.to }
}

/** Each stretch ends before the next begins, and only the last may be open: so no time counts twice. */
function inOrder(segments: readonly Segment[]): boolean {
  let floor = Number.NEGATIVE_INFINITY
  for (const { from, to } of segments) {
    if (!(from >= floor) || (to !== null && !(to >= from))) return false
    floor = to ?? Number.POSITIVE_INFINITY
  }
  return true
}

function noted(entry: Entry, anomaly: Anomaly): Entry {
  return entry.anomalies.includes(anomaly) ? entry : { ...entry, anomalies: [...entry.anomalies, anomaly] }
}
