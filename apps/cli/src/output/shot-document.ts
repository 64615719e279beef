import type { Shot, Task } from '@meantime/core'

const iso = (at: number | undefined) => (at === undefined ? null : new Date(at).toISOString())

export function shotDocument(shot: Shot, task?: Task) {
  const { picture } = shot
  return {
    id: shot.id,
    entryId: shot.entryId,
    takenAt: iso(shot.takenAt),
    screen: shot.monitor ?? null,
    state: shot.state,
    reason: shot.reason ?? null,
    holdUntil: iso(shot.holdUntil),
    picture: picture ?? null,
    task: task ? { state: task.state, notBefore: iso(task.notBefore), reason: task.reason ?? null } : null,
  }
}
