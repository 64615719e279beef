import type { EntryId, EventId } from './ids.js'

/** A stretch of worked time, UTC ms; `to` is null while it is still running. */
export interface Segment {
  readonly from: number
  readonly to: number | null
}

interface EventFields {
  readonly id: EventId
  readonly entryId: EntryId
  /** When it happened for the person, UTC ms. Syncing late changes nothing about it. */
  readonly occurredAt: number
  /** When it was written down, UTC ms of the same clock. */
  readonly recordedAt: number
  /** The IANA zone the person was in. */
  readonly zone: string
  readonly deviceId: string
  /** Grows by recording, per device; the order in which events count. */
  readonly seq: number
}

export interface Started {
  readonly type: 'start'
  readonly description: string
  /** A project's name; frozen at the moment of recording. */
  readonly project: string | null
}

export interface Edited {
  readonly type: 'edit'
  /** Only what is named changes. `segments` replaces all worked time of the entry. */
  readonly changes: {
    readonly description?: string
    readonly project?: string | null
    readonly segments?: readonly Segment[]
  }
}

type EventBody = Started | Edited | { readonly type: 'pause' | 'resume' | 'stop' | 'delete' }

export type TimeEvent = EventFields & EventBody
export type EventType = TimeEvent['type']

/**
 * What a decision says happened; the journal adds recordedAt, deviceId and seq, and the zone of the person where the
 * draft names none.
 */
export type EventDraft = Pick<EventFields, 'id' | 'entryId' | 'occurredAt'> &
  Partial<Pick<EventFields, 'zone'>> &
  EventBody
