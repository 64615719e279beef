import type { ClaimedTask, ClaimRequest, Lease, LeaseToken, TaskId } from '@meantime/core'
import type { Connection } from '../file/connection.js'
import { refreshLane, wakeDueLanes } from './lanes.js'
import { reclaimExpired } from './leases.js'
import { OPEN_STEP, type TaskRow } from './rows.js'

const MAX_BYTES = 900 * 1024

type Candidate = Pick<TaskRow, 'seq' | 'id' | 'lane' | 'entity_type' | 'payload' | 'attempts' | 'state'>
interface Picked {
  readonly seq: number
  readonly task: ClaimedTask
}

const COLUMNS = 't.seq, t.id, t.lane, t.entity_type, t.payload, t.attempts, t.state'
/** The oldest open task of each lane that can be claimed, the most urgent lane first. */
const HEADS = `SELECT ${COLUMNS} FROM lanes AS l CROSS JOIN tasks AS t ON t.seq = l.head_seq
  WHERE l.state = 'ready' AND l.account_id = ? ORDER BY l.priority, l.head_seq LIMIT ?`
const REST = `SELECT ${COLUMNS} FROM tasks AS t WHERE lane = ? AND ${OPEN_STEP} AND seq > ? ORDER BY seq LIMIT ?`
const LEASE_TASKS = "UPDATE tasks SET state = 'leased', lease_token = ? WHERE seq IN (SELECT value FROM json_each(?))"
const LEASE_LANES = `UPDATE lanes SET state = 'leased', lease_token = ?, not_before = NULL
  WHERE key IN (SELECT value FROM json_each(?))`

/** Leases the first tasks of the most urgent lanes; of each lane only a contiguous prefix. */
export function claim(
  connection: Connection,
  request: ClaimRequest,
  terms: { readonly token: LeaseToken; readonly now: number; readonly leaseMs: number },
): Lease | undefined {
  const { now, token, leaseMs } = terms
  reclaimExpired(connection, now, leaseMs)
  wakeDueLanes(connection, request.account, now)
  const picked = pick(connection, request, now)
  if (picked.length === 0) return undefined
  connection.sql(LEASE_TASKS).run(token, JSON.stringify(picked.map(({ seq }) => seq)))
  connection.sql(LEASE_LANES).run(token, JSON.stringify([...new Set(picked.map(({ task }) => task.lane))]))
  connection
    .sql('INSERT INTO leases (token, account_id, expires_at, open) VALUES (?, ?, ?, ?)')
    .run(token, request.account, now + leaseMs, picked.length)
  return { token, tasks: picked.map(({ task }) => task) }
}

function pick(connection: Connection, request: ClaimRequest, now: number): Picked[] {
  const { account, limit, maxBytes = MAX_BYTES } = request
  const picked: Picked[] = []
  let bytes = 0
  let parked = false
  for (const head of connection.sql<Candidate>(HEADS).all(account, limit)) {
    if (picked.length >= limit) break
    for (const row of prefix(connection, head, limit - picked.length)) {
      if (row.state !== 'pending' && row.state !== 'failed') break
      const payload = parsed(row.payload)
      if (payload === undefined) {
        park(connection, row, now)
        parked = true
        break
      }
      bytes += Buffer.byteLength(row.payload ?? '')
      if (picked.length > 0 && bytes > maxBytes) return picked
      picked.push({ seq: row.seq, task: claimed(row, payload.value) })
    }
  }
  // Whatever was parked must not hide the lanes behind it.
  return parked && picked.length === 0 ? pick(connection, request, now) : picked
}

/** The lane from its head on. A task that is its own lane has nobody behind it. */
function prefix(connection: Connection, head: Candidate, limit: number): Candidate[] {
  if (head.lane === head.id || limit === 1) return [head]
  return [head, ...connection.sql<Candidate>(REST).all(head.lane, head.seq, limit - 1)]
}

function claimed({ id, lane, entity_type, attempts }: Candidate, payload: unknown): ClaimedTask {
  return { id: id as TaskId, lane, entityType: entity_type, payload, attempts }
}

function parsed(payload: string | null): { readonly value: unknown } | undefined {
  try {
    return payload === null ? undefined : { value: JSON.parse(payload) }
  } catch {
    return undefined
  }
}

/** A payload that a damaged disk made unreadable must not stop everybody else's delivery. */
function park(connection: Connection, { seq, lane }: Candidate, now: number): void {
  connection
    .sql("UPDATE tasks SET state = 'dead', reason_code = ?, reason_message = ? WHERE seq = ?")
    .run('PAYLOAD_UNREADABLE', 'What should be delivered can no longer be read from the disk.', seq)
  refreshLane(connection, lane, { now })
}
