import type { AccountId, QueueCounts, Reason, Task, TaskId, TaskQuery, TaskState } from '@meantime/core'
import type { Connection } from '../file/connection.js'
import { furthestDeadline } from './lanes.js'
import { ALL_OPEN, type LaneRow, type TaskRow } from './rows.js'
import { parsedJson } from './stored-json.js'

type Listed = Omit<TaskRow, 'payload' | 'lease_token' | 'seq'> & {
  lane_state: LaneRow['state'] | null
  not_before: number | null
  /** 1 while its picture is not at the server. */
  uploading: 0 | 1
  upload_not_before: number | null
  upload_reason_code: string | null
  upload_reason_message: string | null
}

const COLUMNS = `t.id, t.lane, t.account_id, t.entity_type, t.priority, t.state, t.attempts, t.created_at, t.sent_at,
  t.reason_code, t.reason_message, l.state AS lane_state, l.not_before,
  b.task_id IS NOT NULL AS uploading, b.not_before AS upload_not_before, b.reason_code AS upload_reason_code,
  b.reason_message AS upload_reason_message`
const JOINS = `LEFT JOIN lanes AS l ON l.key = t.lane
  LEFT JOIN task_blobs AS b ON b.task_id = t.id AND b.uploaded_at IS NULL`
const ONE = `SELECT ${COLUMNS} FROM tasks AS t ${JOINS} WHERE t.id = ?`
const FILTER = `(:account IS NULL OR t.account_id = :account)
  AND t.state IN (SELECT value FROM json_each(:states))`
const ALL = `SELECT ${COLUMNS} FROM tasks AS t ${JOINS} WHERE ${FILTER}`
/** Never looks at receipts, of which there may be a million. */
const OPEN_ONLY = `SELECT ${COLUMNS} FROM tasks AS t ${JOINS}
  WHERE t.seq IN ${ALL_OPEN} AND ${FILTER}`

const STATES: readonly TaskState[] = ['pending', 'leased', 'failed', 'dead', 'sent', 'cancelled']
const CLOSED: readonly TaskState[] = ['sent', 'cancelled']

export function findTask(connection: Connection, id: TaskId): Task | undefined {
  const row = connection.sql<Listed>(ONE).get(id)
  return row && toTask(row)
}

/** Undefined when it is over, or its JSON is damaged. */
export function payloadOf(connection: Connection, id: TaskId): unknown {
  const row = connection.sql<{ payload: string | null }>('SELECT payload FROM tasks WHERE id = ?').get(id)
  return parsedJson(row?.payload)
}

export function listTasks(
  connection: Connection,
  { account, states = STATES, limit = 100, first = 'oldest' }: TaskQuery,
): Task[] {
  const text = states.some((state) => CLOSED.includes(state)) ? ALL : OPEN_ONLY
  return connection
    .sql<Listed>(`${text} ORDER BY t.seq ${first === 'oldest' ? 'ASC' : 'DESC'} LIMIT :limit`)
    .all({ account: account ?? null, states: JSON.stringify(states), limit })
    .map(toTask)
}

export function openLanes(connection: Connection, account: AccountId): string[] {
  return connection.sql<string>('SELECT key FROM lanes WHERE account_id = ?').pluck().all(account)
}

/** From counters that triggers keep, not by counting rows. */
export function countTasks(connection: Connection, account: AccountId | undefined): QueueCounts {
  const counts = { pending: 0, leased: 0, failed: 0, dead: 0, sent: 0, cancelled: 0, dropped: 0 }
  const rows = connection
    .sql<{ state: keyof QueueCounts; n: number }>(
      'SELECT state, n FROM counters WHERE :account IS NULL OR account_id = :account',
    )
    .all({ account: account ?? null })
  for (const { state, n } of rows) counts[state] += n
  return counts
}

/** When something can be claimed next: 0 for now, undefined for never. An expiring lease counts too. */
export function nextDueAt(
  connection: Connection,
  account: AccountId,
  now: number,
  leaseMs: number,
): number | undefined {
  const ready = connection.sql("SELECT 1 FROM lanes WHERE state = 'ready' AND account_id = ? LIMIT 1").get(account)
  if (ready) return 0
  const wait = nextWait(connection, account, now)
  const leases = connection
    .sql<{ at: number }>('SELECT expires_at AS at FROM leases WHERE account_id = ?')
    .all(account)
    .map(({ at }) => dueAt(at, now, now + leaseMs + 60_000))
  const all = wait === undefined ? leases : [wait, ...leases]
  return all.length === 0 ? undefined : all.reduce((a, b) => Math.min(a, b))
}

/** Both ends of the index, never every waiting lane: there may be a million. */
function nextWait(connection: Connection, account: AccountId, now: number): number | undefined {
  const end = (which: 'ASC' | 'DESC') => connection.sql<{ at: number }>(`${WAITS} ${which} LIMIT 1`).get(account)?.at
  const last = end('DESC')
  if (last === undefined) return undefined
  if (dueAt(last, now, furthestDeadline(now)) === 0) return 0
  return dueAt(end('ASC') ?? last, now, furthestDeadline(now))
}

const WAITS = "SELECT not_before AS at FROM lanes WHERE state = 'waiting' AND account_id = ? ORDER BY not_before"

const dueAt = (at: number, now: number, furthest: number): number => (at <= now || at > furthest ? 0 : at)

function toTask(row: Listed): Task {
  const reason = reasonOf(row)
  const deadline = row.lane_state === 'held' ? row.upload_not_before : row.not_before
  const waits = (row.lane_state === 'waiting' || row.lane_state === 'held') && row.state !== 'dead'
  return {
    id: row.id as TaskId,
    account: row.account_id as AccountId,
    lane: row.lane,
    entityType: row.entity_type,
    priority: row.priority,
    state: row.state,
    attempts: row.attempts,
    createdAt: row.created_at,
    ...(waits && deadline !== null ? { notBefore: deadline } : {}),
    ...(row.sent_at === null ? {} : { sentAt: row.sent_at }),
    ...(reason ? { reason } : {}),
  }
}

const BEHIND_DEAD: Reason = {
  code: 'LANE_BLOCKED',
  message: 'An earlier step of the same entry was refused by the server; retry or cancel that one first.',
}
const BEHIND_UPLOAD: Reason = { code: 'WAITS_FOR_UPLOAD', message: 'Its picture has not been uploaded yet.' }
const BEHIND_START: Reason = { code: 'WAITS_FOR_START', message: "Its entry's start has not been delivered yet." }

/** A task that waits for another one says so, whatever its own last try came to. */
function reasonOf(row: Listed): Reason | undefined {
  if (row.state === 'pending' && row.lane_state === 'blocked') return BEHIND_DEAD
  if (row.state === 'pending' && row.lane_state === 'held') return row.uploading ? uploadReason(row) : BEHIND_START
  return row.reason_code === null ? undefined : { code: row.reason_code, message: row.reason_message ?? '' }
}

function uploadReason({ upload_reason_code: code, upload_reason_message: message }: Listed): Reason {
  return code === null ? BEHIND_UPLOAD : { code, message: message ?? '' }
}
