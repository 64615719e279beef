import { INSERT_SHOT, type ShotRow } from '../../shots/rows.js'
import type { Connection } from '../connection.js'
import type { OwnerOf } from './owners.js'
import type { Row } from './shapes.js'

/** What a person decided, and what was sent, is never taken back by an older copy of the row. */
const RANK = ['skipped', 'held', 'queued', 'dropped', 'sent', 'deleted']

/** Writes the log of pictures; those that wait for delivery follow what became of their tasks. */
export function restoreShots(connection: Connection, rows: readonly Row[], ownerOf: OwnerOf, now: number): void {
  for (const row of bestRows(rows).values()) {
    const account_id = ownerOf(row.entry_id, row.account_id)
    connection.sql(INSERT_SHOT).run(inLine(connection, { ...row, ...readable(row), account_id }, now))
  }
}

function bestRows(rows: readonly Row[]): Map<string, ShotRow> {
  const best = new Map<string, ShotRow>()
  for (const row of rows as unknown as readonly ShotRow[]) {
    const other = best.get(row.id)
    if (!other || RANK.indexOf(row.state) > RANK.indexOf(other.state)) best.set(row.id, row)
  }
  return best
}

function readable({ monitor, reason, hold_until }: ShotRow): Partial<ShotRow> {
  const text = (value: unknown) => (typeof value === 'string' ? value : null)
  return { monitor: text(monitor), reason: text(reason), hold_until }
}

function inLine(connection: Connection, row: ShotRow, now: number): ShotRow {
  const task = connection.sql<{ state: string }>('SELECT state FROM tasks WHERE id = ?').get(row.id)?.state
  if (row.state === 'held') {
    // Its task is there: it had been released.
    if (task !== undefined) return inLine(connection, { ...row, state: 'queued', hold_until: null }, now)
    return row.sha256 !== null && row.hold_until !== null ? row : ended(row, 'dropped', now)
  }
  if (row.state !== 'queued') return row
  if (task === 'sent') return ended(row, 'sent', now)
  if (task === 'cancelled') return ended(row, 'deleted', now)
  if (task !== undefined) return row
  // The task is lost and the picture may be there: it goes out again under its id, which the server may know already.
  return row.sha256 === null ? ended(row, 'dropped', now) : { ...row, state: 'held', hold_until: now, hold_ms: 0 }
}

function ended(row: ShotRow, state: 'sent' | 'deleted' | 'dropped', now: number): ShotRow {
  const gone = { sha256: null, bytes: null, media_type: null, width: null, height: null, hold_until: null }
  const reason = state === 'sent' ? null : state === 'deleted' ? 'by-person' : 'database-damaged'
  return { ...row, ...gone, state, reason, ended_at: now }
}
