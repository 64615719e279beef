import type { ClaimedTask, EntityType, EventType, NewId, TaskId } from '@meantime/core'
import { ManualClock } from './manual-clock.js'
import { sequentialIds } from './sequential-ids.js'

export interface SampleOptions {
  /** The entry that it belongs to. @default a new one */
  readonly entryId?: string
  /** Replaces or adds members of the payload. */
  readonly payload?: Readonly<Record<string, unknown>>
}

export type SampleTask = (type: EventType, options?: SampleOptions) => ClaimedTask

/** Makes claimed tasks with the payload that the journal writes for them, each later than the one before. */
export function sampleTasks(clock: ManualClock = new ManualClock(), newId: NewId = sequentialIds(clock)): SampleTask {
  let seq = 0
  return (type, options = {}) => {
    seq += 1
    clock.advance(1)
    const id = newId()
    const entryId = options.entryId ?? newId()
    const fields = { id, entryId, type, occurredAt: clock.now(), recordedAt: clock.now(), zone: clock.zone() }
    return {
      id: id as TaskId,
      lane: entryId,
      entityType: `time_entry_${type}` satisfies EntityType,
      payload: { ...fields, deviceId: 'sample-device', seq, ...body(type), ...options.payload },
      attempts: 0,
    }
  }
}

function body(type: EventType): object {
  if (type === 'start') return { description: 'Sample work', project: null }
  return type === 'edit' ? { changes: { description: 'Changed' } } : {}
}
