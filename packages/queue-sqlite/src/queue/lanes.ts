import type { Connection } from '../file/connection.js'
import { type LaneRow, type LaneState, OF_LANE, OPEN, OPEN_STEP, type TaskRow } from './rows.js'

type Head = Pick<TaskRow, 'seq' | 'state'>
type Open = { readonly priority: number | null; readonly leased: number }

const HEAD = `SELECT seq, state FROM tasks WHERE seq IN ${OF_LANE} AND ${OPEN} ORDER BY seq LIMIT 1`
const OPEN_TASKS = `SELECT min(priority) AS priority, total(state = 'leased') AS leased FROM tasks
  WHERE seq IN ${OF_LANE} AND ${OPEN}`
const OPEN_START = `SELECT 1 FROM tasks WHERE lane = ? AND entity_type = 'time_entry_start' AND ${OPEN_STEP}`

/** Longer waits are cut to this; a deadline even further away means that the clock was put back, and counts as due. */
export const LONGEST_WAIT_MS = 15 * 60_000
const CLOCK_SLACK_MS = 30_000

export const furthestDeadline = (now: number): number => now + LONGEST_WAIT_MS + CLOCK_SLACK_MS

export interface LaneChange {
  readonly now: number
  /** A new deadline. Without one the lane keeps the one it has. */
  readonly notBefore?: number | undefined
}

/** Brings a lane's row in line with its open tasks, after some of them changed. */
export function refreshLane(connection: Connection, key: string, { now, notBefore }: LaneChange): void {
  const lane = connection.sql<LaneRow>('SELECT * FROM lanes WHERE key = ?').get(key)
  if (!lane) return
  const head = connection.sql<Head>(HEAD).get({ lane: key })
  const { priority, leased } = connection.sql<Open>(OPEN_TASKS).get({ lane: key }) ?? { priority: null, leased: 0 }
  if (!head) {
    connection.sql('DELETE FROM lanes WHERE key = ?').run(key)
    return
  }
  const deadline = Math.min(Math.max(lane.not_before ?? 0, notBefore ?? 0), now + LONGEST_WAIT_MS)
  const waits = deadline > now
  const awaitsStart = lane.waits_for !== null && startIsOpen(connection, lane.waits_for)
  const held = lane.state === 'held' || awaitsStart || awaitsUpload(connection, key)
  const state = laneState(held, head, leased, waits)
  const leaseToken = state === 'leased' ? lane.lease_token : null
  connection
    .sql('UPDATE lanes SET state = ?, priority = ?, head_seq = ?, not_before = ?, lease_token = ? WHERE key = ?')
    .run(state, priority, head.seq, waits ? deadline : null, leaseToken, key)
}

/** Lets screenshots go whose entry's start is no longer open, and whose picture is at the server. */
export function releaseHeld(connection: Connection, entryId: string): void {
  if (startIsOpen(connection, entryId)) return
  connection
    .sql(
      `UPDATE lanes SET state = 'ready' WHERE state = 'held' AND waits_for = ?
       AND NOT EXISTS (SELECT 1 FROM task_blobs WHERE task_id = lanes.key AND uploaded_at IS NULL)`,
    )
    .run(entryId)
}

/** Screenshots wait again for the starts of their entries. */
export function holdFor(connection: Connection, account: string, entryIds: readonly string[]): void {
  if (entryIds.length === 0) return
  connection
    .sql(
      `UPDATE lanes SET state = 'held', not_before = NULL WHERE state IN ('ready', 'waiting') AND account_id = ?
       AND waits_for IN (SELECT value FROM json_each(?))`,
    )
    .run(account, JSON.stringify(entryIds))
}

function awaitsUpload(connection: Connection, key: string): boolean {
  const awaited = 'SELECT 1 FROM task_blobs WHERE task_id = ? AND uploaded_at IS NULL'
  return connection.sql(awaited).get(key) !== undefined
}

export function startIsOpen(connection: Connection, entryId: string): boolean {
  return connection.sql(OPEN_START).get(entryId) !== undefined
}

/** Lanes whose wait is over, or whose deadline is too far away to be meant. */
export function wakeDueLanes(connection: Connection, account: string, now: number): void {
  // Two ranges of one index: an OR would look at every waiting lane.
  connection.sql(`${WAKE} AND not_before <= ?`).run(account, now)
  connection.sql(`${WAKE} AND not_before > ?`).run(account, furthestDeadline(now))
}

const WAKE = "UPDATE lanes SET state = 'ready', not_before = NULL WHERE state = 'waiting' AND account_id = ?"

function laneState(held: boolean, head: Head, leased: number, waits: boolean): LaneState {
  if (leased > 0) return 'leased'
  if (head.state === 'dead') return 'blocked'
  if (held) return 'held'
  return waits ? 'waiting' : 'ready'
}
