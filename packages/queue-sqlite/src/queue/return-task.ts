import { type EntityType, PRIORITY } from '@meantime/core'
import type { Connection } from '../file/connection.js'
import type { TaskRow } from './rows.js'
import { storedJson } from './stored-json.js'

export interface ReturningTask {
  readonly id: string
  readonly lane: string
  readonly account: string
  readonly entityType: EntityType
  readonly createdAt: number
  readonly payload: unknown
}

export interface Returned {
  /** `kept`: it is open or was cancelled, and stays so. */
  readonly state: 'returned' | 'kept'
  /** It stands before every other task of the queue now. */
  readonly moved: boolean
}

/**
 * Makes a delivered task pending again under its own id, also when its receipt was purged. `below`: it must stand
 * before all others. The lane's row is the caller's business.
 */
export function returnTask(connection: Connection, task: ReturningTask, below: boolean): Returned {
  const row = connection.sql<Pick<TaskRow, 'seq' | 'state'>>('SELECT seq, state FROM tasks WHERE id = ?').get(task.id)
  if (!row) {
    insertBelow(connection, task)
    return { state: 'returned', moved: true }
  }
  if (row.state === 'sent')
    connection
      .sql("UPDATE tasks SET state = 'pending', payload = ?, attempts = 0, sent_at = NULL WHERE seq = ?")
      .run(storedJson(task.payload), row.seq)
  if (below) connection.sql('UPDATE tasks SET seq = ? WHERE seq = ?').run(lowest(connection), row.seq)
  return { state: row.state === 'sent' ? 'returned' : 'kept', moved: below }
}

/** Numbers below zero touch no other row, and SQLite's own numbering, which says how much was ever recorded, not at all. */
function insertBelow(connection: Connection, task: ReturningTask): void {
  const { id, lane, account, entityType, createdAt } = task
  connection
    .sql(
      `INSERT INTO tasks (seq, id, lane, account_id, entity_type, priority, payload, state, attempts, created_at)
       VALUES (?, ?, ?, ?, ?, ?, ?, 'pending', 0, ?)`,
    )
    .run(lowest(connection), id, lane, account, entityType, PRIORITY[entityType], storedJson(task.payload), createdAt)
  takeFromHistory(connection, entityType, createdAt)
}

function lowest(connection: Connection): number {
  const { low } = connection.sql<{ low: number | null }>('SELECT min(seq) AS low FROM tasks').get() ?? { low: 0 }
  return Math.min(low ?? 0, 0) - 1
}

/**
 * A purged receipt had been added to the history; it will be again, and the ledger must add up. On which day it was
 * delivered is not known any more: the first one that it can have been.
 */
function takeFromHistory(connection: Connection, entityType: EntityType, createdAt: number): void {
  const take = (what: string): boolean =>
    connection
      .sql(
        `UPDATE history SET n = n - 1 WHERE entity_type = :entityType AND what = :what AND day = (
           SELECT min(day) FROM history
           WHERE entity_type = :entityType AND what = :what AND n > 0 AND day >= date(:createdAt / 1000, 'unixepoch'))`,
      )
      .run({ entityType, what, createdAt }).changes > 0
  take('recorded')
  const delivered = take('delivered')
  connection.sql('DELETE FROM history WHERE n = 0').run()
  // Not purged, but lost with a damaged file: it counts as recorded from now on.
  if (!delivered) connection.sql("UPDATE sqlite_sequence SET seq = seq + 1 WHERE name = 'tasks'").run()
}
