import type { TaskId } from '@meantime/core'
import type { Connection } from '../file/connection.js'
import { cancel } from '../queue/by-hand.js'
import { endShot } from './release.js'
import type { ShotRow } from './rows.js'

/** Returns those that are deleted now: held ones, and queued ones that nobody has under a lease. */
export function deleteShots(connection: Connection, ids: readonly TaskId[], now: number): TaskId[] {
  return [...new Set(ids)].filter((id) => {
    const state = connection.sql<Pick<ShotRow, 'state'>>('SELECT state FROM shots WHERE id = ?').get(id)?.state
    if (state === 'held') endShot(connection, id, 'by-person', now)
    // The task's end is the shot's, by a trigger.
    return state === 'held' || (state === 'queued' && cancel(connection, [id], now) > 0)
  })
}
