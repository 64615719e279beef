import type { Connection } from '../file/connection.js'

/** Rows that one transaction removes: the write lock is never held for long. */
export const PURGE_CHUNK = 1000

type Receipt = { seq: number }

const ADD_UP = `INSERT INTO history (day, entity_type, what, n) VALUES (date(? / 1000, 'unixepoch'), ?, ?, 1)
  ON CONFLICT (day, entity_type, what) DO UPDATE SET n = n + 1`

/** Removes the oldest receipts from before `until`, after adding them to the history. Returns how many. */
export function purgeChunk(connection: Connection, until: number): number {
  const receipts = connection
    .sql<Receipt & { entity_type: string; created_at: number; sent_at: number }>(
      "SELECT seq, entity_type, created_at, sent_at FROM tasks WHERE state = 'sent' AND sent_at < ? ORDER BY sent_at LIMIT ?",
    )
    .all(until, PURGE_CHUNK)
  for (const { seq, entity_type, created_at, sent_at } of receipts) {
    connection.sql(ADD_UP).run(created_at, entity_type, 'recorded')
    connection.sql(ADD_UP).run(sent_at, entity_type, 'delivered')
    connection.sql('DELETE FROM tasks WHERE seq = ?').run(seq)
  }
  return receipts.length
}
