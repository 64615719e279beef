import type { ClaimedTask, Reason } from '@meantime/core'
import { plainText } from '@meantime/core/http'
import { type BatchItem, batchItem } from '@meantime/protocol'

export type Mapped = { readonly item: BatchItem } | { readonly invalid: Reason }

/**
 * A task's payload (core's TimeEvent, screenshot or sample as JSON) as a message of the protocol. Built field by field, never spread: whatever
 * else an old or foreign payload holds, tokens above all, stays here.
 */
export function toMessage(task: ClaimedTask): Mapped {
  if (task.entityType === 'screenshot') return toScreenshot(task)
  return task.entityType === 'activity' ? toActivity(task) : toTimeEvent(task)
}

function toScreenshot(task: ClaimedTask): Mapped {
  const shot = record(task.payload)
  if (shot === undefined) return refused('it holds no screenshot')
  return checked({
    type: task.entityType,
    id: task.id,
    entryId: shot.entryId,
    takenAt: shot.takenAt,
    sha256: shot.sha256,
    bytes: shot.bytes,
    mediaType: shot.mediaType,
    ...(shot.monitor === undefined ? {} : { monitor: shot.monitor }),
  })
}

function toActivity(task: ClaimedTask): Mapped {
  const sample = record(task.payload)
  if (sample === undefined) return refused('it holds no sample')
  const { entryId, from, minutes } = sample
  const known = Array.isArray(minutes) ? minutes.map(minute) : minutes
  return checked({ type: task.entityType, id: task.id, entryId, from, minutes: known })
}

function minute(payload: unknown): object | undefined {
  const found = record(payload)
  if (found === undefined) return undefined
  const { level, app, title } = found
  return {
    ...(level === undefined ? {} : { level }),
    ...(app === undefined ? {} : { app }),
    ...(title === undefined ? {} : { title }),
  }
}

function toTimeEvent(task: ClaimedTask): Mapped {
  const event = record(task.payload)
  if (event === undefined) return refused('it holds no event')
  if (`time_entry_${String(event.type)}` !== task.entityType) return refused('it is not the kind of task that it says')
  return checked({
    type: task.entityType,
    id: task.id,
    entryId: event.entryId,
    occurredAt: event.occurredAt,
    recordedAt: event.recordedAt,
    zone: event.zone,
    deviceId: event.deviceId,
    seq: event.seq,
    ...body(event),
  })
}

function checked(item: object): Mapped {
  const read = batchItem.safeParse(item)
  if (read.success) return { item: read.data }
  const issue = read.error.issues[0]
  return refused(`${issue?.path.join('.') || 'the payload'}: ${issue?.message ?? 'not valid'}`)
}

function body(event: Readonly<Record<string, unknown>>): object {
  if (event.type === 'start') return { description: event.description, project: event.project }
  if (event.type === 'edit') return { changes: changes(event.changes) }
  return {}
}

function changes(payload: unknown): object | undefined {
  const named = record(payload)
  if (named === undefined) return undefined
  const { description, project, segments } = named
  return {
    ...(description === undefined ? {} : { description }),
    ...(project === undefined ? {} : { project }),
    ...(segments === undefined ? {} : { segments: Array.isArray(segments) ? segments.map(segment) : segments }),
  }
}

function segment(payload: unknown): object | undefined {
  const stretch = record(payload)
  return stretch && { from: stretch.from, to: stretch.to }
}

function record(value: unknown): Readonly<Record<string, unknown>> | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Record<string, unknown>)
    : undefined
}

function refused(why: string): Mapped {
  return { invalid: { code: 'invalid-payload', message: plainText(`This cannot be sent: ${why}.`) } }
}
