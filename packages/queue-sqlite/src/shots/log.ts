import type { AccountId, Shot, ShotQuery, ShotState, TaskId } from '@meantime/core'
import type { Connection } from '../file/connection.js'
import { type ShotRow, toShot } from './rows.js'

const STATES: readonly ShotState[] = ['held', 'queued', 'sent', 'deleted', 'dropped', 'skipped']
const LIST = `SELECT * FROM shots WHERE account_id = :account AND taken_at >= :from AND taken_at < :to
  AND state IN (SELECT value FROM json_each(:states)) ORDER BY taken_at DESC, id DESC LIMIT :limit`

export function findShot(connection: Connection, id: TaskId): Shot | undefined {
  const row = connection.sql<ShotRow>('SELECT * FROM shots WHERE id = ?').get(id)
  return row && toShot(row)
}

export function listShots(
  connection: Connection,
  { account, states = STATES, from = 0, to = Number.MAX_SAFE_INTEGER, limit = 100 }: ShotQuery,
): Shot[] {
  const terms: { account: AccountId; from: number; to: number; states: string; limit: number } = {
    account,
    from,
    to,
    states: JSON.stringify(states),
    limit,
  }
  return connection.sql<ShotRow>(LIST).all(terms).map(toShot)
}

/** What is over since before `until` leaves the log. A shot whose end nobody has dated yet ended now. */
export function purgeLog(connection: Connection, until: number, now: number): number {
  const over = "state NOT IN ('held', 'queued')"
  connection.sql(`UPDATE shots SET ended_at = ? WHERE ${over} AND ended_at IS NULL`).run(now)
  return connection.sql(`DELETE FROM shots WHERE ${over} AND ended_at < ?`).run(until).changes
}
