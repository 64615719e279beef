import type { AccountId, TaskId } from '@meantime/core'
import type { Connection } from '../file/connection.js'
import { giveUpEntry } from './given-up.js'
import { refreshLane } from './lanes.js'
import { ALL_OPEN, type TaskRow } from './rows.js'

type Found = Pick<TaskRow, 'seq' | 'lane' | 'entity_type' | 'state'>

const DEAD = `SELECT id FROM tasks WHERE seq IN ${ALL_OPEN} AND account_id = ? AND state = 'dead'`

/**
 * Ends every wait of the account, and gives the dead tasks named (all by default) another chance under the same keys.
 * Returns how many tasks were revived and waits ended, together.
 */
export function retry(
  connection: Connection,
  account: AccountId,
  ids: readonly TaskId[] | undefined,
  now: number,
): number {
  const { changes: woken } = connection
    .sql("UPDATE lanes SET state = 'ready', not_before = NULL WHERE state = 'waiting' AND account_id = ?")
    .run(account)
  const { changes: uploads } = connection
    .sql('UPDATE task_blobs SET not_before = NULL WHERE account_id = ? AND uploaded_at IS NULL AND not_before NOT NULL')
    .run(account)
  const named =
    ids ??
    connection
      .sql<{ id: TaskId }>(DEAD)
      .all(account)
      .map(({ id }) => id)
  let revived = 0
  for (const id of new Set(named)) {
    const task = connection
      .sql<Found>("SELECT seq, lane, entity_type, state FROM tasks WHERE id = ? AND account_id = ? AND state = 'dead'")
      .get(id, account)
    if (!task) continue
    connection
      .sql("UPDATE tasks SET state = 'pending', reason_code = NULL, reason_message = NULL WHERE seq = ?")
      .run(task.seq)
    connection.sql('UPDATE lanes SET not_before = NULL WHERE key = ?').run(task.lane)
    refreshLane(connection, task.lane, { now })
    revived += 1
  }
  return woken + uploads + revived
}

/**
 * Gives up tasks by a person's decision; what they held up goes on. Without its start an entry means nothing to the
 * server, so giving up a start gives up the entry: what waits of it, its screenshots, and what is recorded of it later.
 * Leased, sent and unknown ones are left alone.
 */
export function cancel(connection: Connection, ids: readonly TaskId[], now: number): number {
  let cancelled = 0
  for (const id of new Set(ids)) {
    const task = connection
      .sql<Found>(
        "SELECT seq, lane, entity_type, state FROM tasks WHERE id = ? AND state IN ('pending', 'failed', 'dead')",
      )
      .get(id)
    if (!task) continue
    if (task.entity_type === 'time_entry_start') cancelled += giveUpEntry(connection, task.lane, now)
    else {
      cancelled += giveUp(connection, task.seq)
      refreshLane(connection, task.lane, { now })
    }
  }
  return cancelled
}

function giveUp(connection: Connection, seq: number): number {
  return connection.sql("UPDATE tasks SET state = 'cancelled', payload = NULL WHERE seq = ?").run(seq).changes
}
