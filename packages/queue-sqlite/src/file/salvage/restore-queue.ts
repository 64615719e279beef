import { addBlob } from '../../queue/blobs.js'
import { refreshLane, startIsOpen } from '../../queue/lanes.js'
import { OF_LANE, OPEN } from '../../queue/rows.js'
import type { Connection } from '../connection.js'
import type { Row } from './shapes.js'
import type { SalvagedTask } from './tasks.js'

/** Writes the tasks in their order and rebuilds the lanes; the database's own triggers count them. */
export function restoreTasks(connection: Connection, tasks: readonly SalvagedTask[], first: number, now: number): void {
  tasks.forEach((task, index) => {
    insert(connection, task, first + index)
  })
  for (const task of tasks) if (isOpen(task)) putLane(connection, task)
  for (const lane of new Set(tasks.filter(isOpen).map(({ lane }) => lane))) refreshLane(connection, lane, { now })
}

/** The ledger of what was given up. A drop is never forgotten, so it keeps its number. */
export function restoreDrops(connection: Connection, drops: readonly Row[]): number {
  const bySeq = new Map(drops.map((row) => [row.seq, row]))
  for (const row of bySeq.values())
    connection
      .sql(
        `INSERT INTO drops (seq, task_id, account_id, entity_type, reason, created_at, dropped_at)
         VALUES (?, ?, ?, ?, ?, ?, ?)`,
      )
      .run(row.seq, row.task_id, row.account_id, row.entity_type, row.reason, row.created_at, row.dropped_at)
  return bySeq.size
}

/** Returns how many deliveries it tells of whose receipts were purged. */
export function restoreHistory(connection: Connection, history: readonly Row[]): number {
  for (const { day, entity_type, what, n } of history)
    connection
      .sql(
        `INSERT INTO history (day, entity_type, what, n) VALUES (?, ?, ?, ?)
         ON CONFLICT (day, entity_type, what) DO UPDATE SET n = max(n, excluded.n)`,
      )
      .run(day, entity_type, what, n)
  const purged = "SELECT total(n) AS n FROM history WHERE what = 'delivered'"
  return connection.sql<{ n: number }>(purged).get()?.n ?? 0
}

const isOpen = ({ state }: SalvagedTask): boolean => state !== 'sent' && state !== 'cancelled'

function insert(connection: Connection, task: SalvagedTask, seq: number): void {
  connection
    .sql(
      `INSERT INTO tasks (seq, id, lane, account_id, entity_type, priority, payload, state, attempts, created_at,
         sent_at, reason_code, reason_message) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    )
    .run(
      seq,
      task.id,
      task.lane,
      task.account_id,
      task.entity_type,
      task.priority,
      task.payload,
      task.state,
      task.attempts,
      task.created_at,
      task.sent_at,
      task.reason_code,
      task.reason_message,
    )
  if (!task.blob) return
  addBlob(connection, task.id, task.account_id, task.blob)
  if (task.blob.uploadedAt !== null)
    connection.sql('UPDATE task_blobs SET uploaded_at = ? WHERE task_id = ?').run(task.blob.uploadedAt, task.id)
}

function putLane(connection: Connection, { lane, account_id, waits_for }: SalvagedTask): void {
  const held = waits_for !== null && startIsOpen(connection, waits_for)
  connection
    .sql(
      `INSERT INTO lanes (key, account_id, state, priority, head_seq, waits_for)
       SELECT :lane, :account_id, :state, min(priority), min(seq), :waits_for FROM tasks
       WHERE seq IN ${OF_LANE} AND ${OPEN} ON CONFLICT (key) DO NOTHING`,
    )
    .run({ lane, account_id, state: held ? 'held' : 'ready', waits_for })
}
