import type { LeaseToken, Settlement, SettleResult, TaskId } from '@meantime/core'
import type { Connection } from '../file/connection.js'
import { giveUpLeftOver } from './given-up.js'
import { refreshLane, releaseHeld } from './lanes.js'
import { shrinkLease } from './leases.js'
import { OPEN, OPEN_STEP, type TaskRow } from './rows.js'

type Held = Pick<TaskRow, 'id' | 'seq' | 'lane' | 'entity_type'>

/*
 * What concerns many rows alike is one statement over a JSON list: twice as fast as one statement for each row, because
 * the call from JavaScript costs as much as the row (decision 081). One row alone is cheaper without a list.
 */
const LISTED = 'IN (SELECT value FROM json_each(?))'
const HELD = `SELECT t.id, t.seq, t.lane, t.entity_type FROM json_each(?) AS wanted CROSS JOIN tasks AS t ON t.id = wanted.value
  WHERE t.state = 'leased' AND t.lease_token = ?`
const HELD_ONE = "SELECT id, seq, lane, entity_type FROM tasks WHERE id = ? AND state = 'leased' AND lease_token = ?"
const SENT = `UPDATE tasks SET state = 'sent', attempts = attempts + 1, payload = NULL, sent_at = ?, lease_token = NULL,
  reason_code = NULL, reason_message = NULL WHERE seq`
const SENT_LISTED = `${SENT} ${LISTED}`
const SENT_ONE = `${SENT} = ?`
const CLOSE = `DELETE FROM lanes WHERE NOT EXISTS (SELECT 1 FROM tasks WHERE seq = lanes.head_seq AND ${OPEN})
  AND (priority = 2 OR NOT EXISTS (SELECT 1 FROM tasks WHERE lane = lanes.key AND ${OPEN_STEP})) AND key`
const CLOSE_LISTED = `${CLOSE} ${LISTED}`
const CLOSE_ONE = `${CLOSE} = ?`

/** Writes down what became of leased tasks, all or nothing. What the lease no longer holds is left alone. */
export function settle(
  connection: Connection,
  token: LeaseToken,
  settlements: readonly Settlement[],
  now: number,
): SettleResult {
  const held = heldBy(connection, token, settlements)
  const stale: TaskId[] = []
  const sent: number[] = []
  const lanes = new Map<string, number | undefined>()
  const starts: string[] = []
  const unsent = new Set<string>()
  for (const settlement of settlements) {
    const task = held.get(settlement.id)
    if (!task) {
      stale.push(settlement.id)
      continue
    }
    // Named twice: the second time it is no longer held.
    held.delete(settlement.id)
    if (settlement.result === 'sent') sent.push(task.seq)
    else {
      write(connection, task.seq, settlement)
      unsent.add(task.lane)
    }
    lanes.set(task.lane, later(lanes.get(task.lane), deadline(settlement)))
    if (task.entity_type === 'time_entry_start') starts.push(task.lane)
  }
  if (sent.length === 1) connection.sql(SENT_ONE).run(now, sent[0])
  else if (sent.length > 0) connection.sql(SENT_LISTED).run(now, JSON.stringify(sent))
  refreshLanes(connection, lanes, now)
  for (const lane of unsent) giveUpLeftOver(connection, lane, now)
  for (const entryId of starts) releaseHeld(connection, entryId)
  const settled = settlements.length - stale.length
  if (settled > 0) shrinkLease(connection, token, settled)
  return { settled, stale }
}

function heldBy(connection: Connection, token: LeaseToken, settlements: readonly Settlement[]): Map<string, Held> {
  const ids = settlements.map(({ id }) => id)
  const held =
    ids.length === 1
      ? connection.sql<Held>(HELD_ONE).all(ids[0], token)
      : connection.sql<Held>(HELD).all(JSON.stringify(ids), token)
  return new Map(held.map((task) => [task.id, task]))
}

/** Most lanes have nothing left to deliver and go at once. */
function refreshLanes(connection: Connection, lanes: ReadonlyMap<string, number | undefined>, now: number): void {
  const keys = [...lanes.keys()]
  const { changes } =
    keys.length === 1 ? connection.sql(CLOSE_ONE).run(keys[0]) : connection.sql(CLOSE_LISTED).run(JSON.stringify(keys))
  if (changes === lanes.size) return
  for (const [lane, notBefore] of lanes) refreshLane(connection, lane, { now, notBefore })
}

type Unsent = Exclude<Settlement, { readonly result: 'sent' }>

function write(connection: Connection, seq: number, settlement: Unsent): void {
  switch (settlement.result) {
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
