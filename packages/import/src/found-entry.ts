import { type Entry, type EntryId, type EventDraft, type EventId, foldEntry, type TimeEvent } from '@meantime/core'
import { derivedId } from './derived-id.js'

export interface Step {
  readonly type: 'start' | 'pause' | 'resume' | 'stop'
  /** UTC ms. */
  readonly at: number
}

/** A stretch of worked time that has ended, UTC ms. */
export interface Stretch {
  readonly from: number
  readonly to: number
}

/** An entry of another program, whole: from its start to its stop. */
export interface FoundEntry {
  /** The same whenever it is read from the same source. */
  readonly id: EntryId
  readonly description: string
  readonly project: string | null
  /** The IANA zone that it was recorded in. @default this computer's */
  readonly zone?: string
  /** Begins with the start, ends with the stop. */
  readonly steps: readonly Step[]
  /** A server has it, or a part of it: it is kept here, and not delivered again. */
  readonly delivered: boolean
  /** What that server calls it: it has the start and not the rest, and is to get the rest. */
  readonly foreignId?: string
  /** Where it stands in its source, for people: `row 12`, `line 7`. */
  readonly where: string
}

/** What happened to it as events of our journal, under ids that depend on nothing but the entry. */
export function eventsOf({ id: entryId, description, project, steps }: FoundEntry): EventDraft[] {
  return steps.map(({ type, at }, index): EventDraft => {
    const event = { id: derivedId(at, 'event', entryId, index, type) as EventId, entryId, occurredAt: at }
    return type === 'start' ? { ...event, type, description, project } : { ...event, type }
  })
}

/** The entry as the journal will show it. */
export function asEntry(found: FoundEntry): Entry | undefined {
  const stamp = { recordedAt: 0, zone: found.zone ?? 'UTC', deviceId: '' }
  return foldEntry(eventsOf(found).map((event, seq): TimeEvent => ({ ...event, ...stamp, seq })))
}

/** Start, pause, resume, …, stop. The stretches are in order; the stop may come later than the last one ends. */
export function stepsOf(stretches: readonly Stretch[], endedAt = stretches.at(-1)?.to): Step[] {
  const steps = stretches.flatMap(({ from, to }, index): Step[] => [
    { type: index === 0 ? 'start' : 'resume', at: from },
    { type: 'pause', at: to },
  ])
  const last = steps.at(-1)
  if (last === undefined || endedAt === undefined) return steps
  return last.at === endedAt
    ? [...steps.slice(0, -1), { type: 'stop', at: endedAt }]
    : [...steps, { type: 'stop', at: endedAt }]
}

/** Its worked time, closed. */
export function stretchesOf(found: FoundEntry): Stretch[] {
  return (asEntry(found)?.segments ?? []).map(({ from, to }) => ({ from, to: to ?? from }))
}
