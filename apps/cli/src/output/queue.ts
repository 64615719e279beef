import type { EntityType, QueueCounts, Task, TaskState } from '@meantime/core'

/** `waiting` will be tried by itself; `parked` needs a person. */
export function countsDocument(counts: QueueCounts) {
  const { pending, leased, failed, dead, sent, cancelled, dropped } = counts
  return { waiting: pending + leased + failed, parked: dead, dropped, delivered: sent, discarded: cancelled }
}

export function countsWords(counts: QueueCounts): string {
  const { waiting, parked, dropped, discarded } = countsDocument(counts)
  const words = [`${waiting} waiting`, `${parked} parked`, `${dropped} dropped`]
  return [...words, ...(discarded > 0 ? [`${discarded} discarded`] : [])].join(', ')
}

const WHAT: Readonly<Record<EntityType, string>> = {
  time_entry_start: 'start',
  time_entry_pause: 'pause',
  time_entry_resume: 'resume',
  time_entry_stop: 'stop',
  time_entry_edit: 'edit',
  time_entry_delete: 'delete',
  screenshot: 'screenshot',
  activity: 'activity',
}

const STATE: Readonly<Record<TaskState, string>> = {
  pending: 'waiting',
  leased: 'being sent',
  failed: 'waiting to be tried again',
  dead: 'parked',
  sent: 'delivered',
  cancelled: 'discarded',
}

export const taskWords = ({ entityType, state }: Task) => ({ what: WHAT[entityType], state: STATE[state] })

export function taskDocument(task: Task) {
  const iso = (at: number | undefined) => (at === undefined ? null : new Date(at).toISOString())
  return {
    id: task.id,
    type: task.entityType,
    state: task.state,
    entryId: task.lane,
    attempts: task.attempts,
    createdAt: iso(task.createdAt),
    notBefore: iso(task.notBefore),
    sentAt: iso(task.sentAt),
    reason: task.reason ?? null,
  }
}
