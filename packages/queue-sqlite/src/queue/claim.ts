import type { ClaimedTask, ClaimRequest, Lease, LeaseToken, TaskId } from '@meantime/core'
import type { Connection } from '../file/connection.js'
import { refreshLane, wakeDueLanes } from './lanes.js'
import { reclaimExpired } from './leases.js'
import { OPEN, type TaskRow } from './rows.js'

const MAX_BYTES = 900 * 1024

type Candidate = Pick<TaskRow, 'seq' | 'id' | 'lane' | 'entity_type' | 'payload' | 'attempts' | 'state'>
interface Picked {
  readonly seq: number
  readonly task: ClaimedTask
}

const READY_LANES = `SELECT key FROM lanes WHERE state = 'ready' AND account_id = ? ORDER BY priority, head_seq LIMIT ?`
const PREFIX = `SELECT seq, id, lane, entity_type, payload, attempts, state FROM tasks
  WHERE lane = ? AND ${OPEN} ORDER BY seq LIMIT ?`

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
  for (const { seq } of picked)
    connection.sql("UPDATE tasks SET state = 'leased', lease_token = ? WHERE seq = ?").run(token, seq)
  for (const lane of new Set(picked.map(({ task }) => task.lane)))
    connection
      .sql("UPDATE lanes SET state = 'leased', lease_token = ?, not_before = NULL WHERE key = ?")
      .run(token, lane)
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
  for (const { key } of connection.sql<{ key: string }>(READY_LANES).all(account, limit)) {
    if (picked.length >= limit) break
    for (const row of connection.sql<Candidate>(PREFIX).all(key, limit - picked.length)) {
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
