import type { ClaimedTask, EntityType, TaskId } from '@meantime/core'
import { ManualClock, sequentialIds } from '@meantime/testkit'

const clock = new ManualClock()
const newId = sequentialIds(clock)

/** A claimed task with the payload that the journal writes for it. */
export function task(type: string, extra: Readonly<Record<string, unknown>> = {}, lane: string = newId()): ClaimedTask {
  const id = newId()
  const payload = {
    id,
    entryId: lane,
    type,
    occurredAt: clock.now(),
    recordedAt: clock.now(),
    zone: 'Europe/Berlin',
    deviceId: 'device-1',
    seq: 1,
    ...(type === 'start' ? { description: 'Reading', project: null } : {}),
    ...extra,
  }
  return { id: id as TaskId, lane, entityType: `time_entry_${type}` as EntityType, payload, attempts: 0 }
}
