import type { LeaseToken, Settlement, SettleResult, TaskId } from '@meantime/core'
import type { Connection } from '../file/connection.js'
import { refreshLane, releaseHeld } from './lanes.js'
import { shrinkLease } from './leases.js'
import type { TaskRow } from './rows.js'

type Held = Pick<TaskRow, 'seq' | 'lane' | 'entity_type'>

/** Writes down what became of leased tasks, all or nothing. What the lease no longer holds is left alone. */
export function settle(
  connection: Connection,
  token: LeaseToken,
  settlements: readonly Settlement[],
  now: number,
): SettleResult {
  const stale: TaskId[] = []
  const lanes = new Map<string, number | undefined>()
  const starts: string[] = []
  for (const settlement of settlements) {
    const held = connection
      .sql<Held>("SELECT seq, lane, entity_type FROM tasks WHERE id = ? AND state = 'leased' AND lease_token = ?")
      .get(settlement.id, token)
    if (!held) {
      stale.push(settlement.id)
      continue
    }
    write(connection, held.seq, settlement, now)
    lanes.set(held.lane, later(lanes.get(held.lane), deadline(settlement)))
    if (held.entity_type === 'time_entry_start') starts.push(held.lane)
  }
  for (const [lane, notBefore] of lanes) refreshLane(connection, lane, { now, notBefore })
  for (const entryId of starts) releaseHeld(connection, entryId)
  const settled = settlements.length - stale.length
  if (settled > 0) shrinkLease(connection, token, settled)
  return { settled, stale }
}

function write(connection: Connection, seq: number, settlement: Settlement, now: number): void {
  switch (settlement.result) {
    case 'sent':
      connection
        .sql(
          `UPDATE tasks SET state = 'sent', attempts = attempts + 1, payload = NULL, sent_at = ?, lease_token = NULL,
             reason_code = NULL, reason_message = NULL WHERE seq = ?`,
        )
        .run(now, seq)
      return
    case 'failed':
    case 'dead': {
      const { code, message } = settlement.reason
      connection
        .sql(
          `UPDATE tasks SET state = ?, attempts = attempts + 1, lease_token = NULL, reason_code = ?, reason_message = ?
           WHERE seq = ?`,
        )
        .run(settlement.result, code, message, seq)
      return
    }
    case 'released':
      connection
        .sql(
          `UPDATE tasks SET state = 'pending', lease_token = NULL, reason_code = ?, reason_message = ? WHERE seq = ?`,
        )
        .run(settlement.reason?.code ?? null, settlement.reason?.message ?? null, seq)
  }
}

function deadline(settlement: Settlement): number | undefined {
  return 'notBefore' in settlement ? settlement.notBefore : undefined
}

function later(a: number | undefined, b: number | undefined): number | undefined {
  return a === undefined || b === undefined ? (a ?? b) : Math.max(a, b)
}
