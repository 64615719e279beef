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
  const victims = oldestOfNormalPriority(connection, excess)
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

type Victim = Pick<TaskRow, 'seq' | 'id' | 'lane' | 'account_id' | 'entity_type' | 'created_at'>

const VICTIM = `SELECT t.seq, t.id, t.lane, t.account_id, t.entity_type, t.created_at
  FROM lanes AS l CROSS JOIN tasks AS t ON t.seq = l.head_seq WHERE t.state = 'pending' AND l.priority = 2`
const IN_ORDER = 'ORDER BY l.head_seq LIMIT ?'
const READY_ONES = `${VICTIM} AND l.state = 'ready' AND l.account_id = ? ${IN_ORDER}`
const KEPT_ONES = `${VICTIM} AND l.state IN ('held', 'waiting') ${IN_ORDER}`
const ACCOUNTS = 'SELECT DISTINCT account_id FROM counters'

/** Each is a lane of its own. An index gives those of one account in order, another one those that wait. */
function oldestOfNormalPriority(connection: Connection, wanted: number): Victim[] {
  const accounts = connection.sql<string>(ACCOUNTS).pluck().all()
  const ready = accounts.flatMap((account) => connection.sql<Victim>(READY_ONES).all(account, wanted))
  const kept = connection.sql<Victim>(KEPT_ONES).all(wanted)
  return [...ready, ...kept].sort((a, b) => a.seq - b.seq).slice(0, wanted)
}
