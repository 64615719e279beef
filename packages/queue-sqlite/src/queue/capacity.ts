import type { Connection } from '../file/connection.js'
import type { TaskRow } from './rows.js'

/** Why a task is in the drop ledger. */
export const EVICTED = 'QUEUE_FULL'

export function openTaskCount(connection: Connection): number {
  const { n } = connection
    .sql<{ n: number }>(
      // IN would build its list anew each time, which takes longer than the sum.
      "SELECT total(n) AS n FROM counters WHERE state <> 'sent' AND state <> 'cancelled' AND state <> 'dropped'",
    )
    .get() ?? { n: 0 }
  return n
}

export function hasRoom(connection: Connection, incoming: number, capacity: number): boolean {
  return openTaskCount(connection) + incoming <= capacity
}

/**
 * Gives up the oldest pending screenshots and samples until `incoming` more tasks fit, as far as there are any. Each
 * goes into the drop ledger in the same transaction. Returns how many were given up.
 */
export function makeRoom(connection: Connection, incoming: number, capacity: number, now: number): number {
  const excess = openTaskCount(connection) + incoming - capacity
  if (excess <= 0) return 0
  const victims = connection
    .sql<TaskRow>("SELECT * FROM tasks WHERE state = 'pending' AND priority = 2 ORDER BY seq LIMIT ?")
    .all(excess)
  for (const { seq, id, lane, account_id, entity_type, created_at } of victims) {
    connection
      .sql(
        `INSERT INTO drops (task_id, account_id, entity_type, reason, created_at, dropped_at)
         VALUES (?, ?, ?, ?, ?, ?)`,
      )
      .run(id, account_id, entity_type, EVICTED, created_at, now)
    connection.sql('DELETE FROM tasks WHERE seq = ?').run(seq)
    connection.sql('DELETE FROM lanes WHERE key = ?').run(lane)
  }
  return victims.length
}
