import type { Task } from '@meantime/core'
import type { MemoryLanes } from './memory-lanes.js'
import type { MemoryRow } from './memory-row.js'

/** A task as people see it: with what it waits for. */
export function shownTask(row: MemoryRow, lanes: MemoryLanes): Task {
  const { payload: _payload, waitsFor: _waitsFor, lease: _lease, blob, ...task } = row
  const head = lanes.open(task.lane)[0]
  const notBefore = lanes.deadline(task.lane)
  if (task.state === 'pending' && head?.state === 'dead')
    return { ...task, reason: { code: 'LANE_BLOCKED', message: 'An earlier step of the same entry was refused.' } }
  if (task.state === 'pending' && blob?.uploaded === false) {
    const { reason = { code: 'WAITS_FOR_UPLOAD', message: 'Its picture is not uploaded yet.' } } = blob
    return { ...task, ...(blob.notBefore === undefined ? {} : { notBefore: blob.notBefore }), reason }
  }
  if (head && task.state === 'pending' && lanes.held(head))
    return { ...task, reason: { code: 'WAITS_FOR_START', message: 'The start was not delivered yet.' } }
  const waits = notBefore > 0 && (task.state === 'pending' || task.state === 'failed')
  return waits ? { ...task, notBefore } : task
}
