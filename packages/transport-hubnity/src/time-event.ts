import type { ClaimedTask, Edited, EntryId, EventId, Reason, Segment, TimeEvent } from '@meantime/core'
import { plainText } from '@meantime/core/http'
import { record } from './answer.js'

/**
 * The event of a task, read member by member: whatever else an old or foreign payload holds, tokens above all, goes
 * nowhere.
 */
export function readEvent(task: ClaimedTask): TimeEvent | Reason {
  const event = record(task.payload)
  const { type, occurredAt } = event
  if (typeof type !== 'string' || `time_entry_${type}` !== task.entityType)
    return refused('it is not the kind of task that it says')
  if (!isMoment(occurredAt)) return refused('occurredAt: not a moment')
  const fields = {
    id: task.id as string as EventId,
    entryId: task.lane as EntryId,
    occurredAt,
    recordedAt: isMoment(event.recordedAt) ? event.recordedAt : occurredAt,
    zone: typeof event.zone === 'string' ? event.zone : '',
    deviceId: '',
    seq: 0,
  }
  switch (type) {
    case 'start': {
      const { description, project } = event
      if (typeof description !== 'string') return refused('description: not a text')
      if (project !== null && typeof project !== 'string') return refused('project: not a text')
      return { ...fields, type, description, project: project || null }
    }
    case 'edit': {
      const changes = readChanges(event.changes)
      return 'code' in changes ? changes : { ...fields, type, changes }
    }
    case 'pause':
    case 'resume':
    case 'stop':
    case 'delete':
      return { ...fields, type }
    default:
      return refused('an event of a kind that this version does not know')
  }
}

function readChanges(payload: unknown): Edited['changes'] | Reason {
  const { description, project, segments } = record(payload)
  if (description !== undefined && typeof description !== 'string') return refused('description: not a text')
  if (project !== undefined && project !== null && typeof project !== 'string') return refused('project: not a text')
  const stretches = segments === undefined ? undefined : readSegments(segments)
  if (segments !== undefined && stretches === undefined) return refused('segments: not stretches of time')
  return {
    ...(description === undefined ? {} : { description }),
    ...(project === undefined ? {} : { project: project || null }),
    ...(stretches === undefined ? {} : { segments: stretches }),
  }
}

function readSegments(payload: unknown): readonly Segment[] | undefined {
  if (!Array.isArray(payload)) return undefined
  const segments = payload.map((one) => record(one)).map(({ from, to }) => ({ from, to }))
  return segments.every(isSegment) ? segments : undefined
}

const isSegment = (value: { from: unknown; to: unknown }): value is Segment =>
  isMoment(value.from) && (value.to === null || isMoment(value.to))

/** What Date can hold. */
const isMoment = (value: unknown): value is number =>
  Number.isSafeInteger(value) && (value as number) >= 0 && (value as number) <= 8.64e15

function refused(why: string): Reason {
  return { code: 'invalid-payload', message: plainText(`This cannot be sent: ${why}.`) }
}
