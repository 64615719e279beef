import type Database from 'better-sqlite3'
import { type EventRow, sealedFields } from '../journal/event-rows.js'
import { sealOf } from '../journal/seal.js'
import { OPEN } from '../queue/rows.js'
import { eventIn } from './salvage/events.js'

type Sealed = EventRow & { readonly payload: string | null }

const WITH_TASKS = `SELECT e.seq, e.id, e.entry_id, e.type, e.occurred_at, e.recorded_at, e.zone, e.device_id, e.body,
  t.payload FROM events AS e LEFT JOIN tasks AS t ON t.id = e.id`
const OTHER_OWNER = `SELECT 1 FROM events AS e JOIN entries AS n ON n.id = e.entry_id
  WHERE n.account_id <> e.account_id LIMIT 1`
const OTHER_ADDRESSEE = `SELECT 1 FROM tasks AS t JOIN events AS e ON e.id = t.id
  WHERE t.account_id <> e.account_id OR t.lane <> e.entry_id LIMIT 1`

const MISCOUNTED = `WITH found AS (SELECT account_id, state, count(*) AS n FROM tasks GROUP BY account_id, state
    UNION ALL SELECT account_id, 'dropped', count(*) FROM drops GROUP BY account_id)
  SELECT 1 FROM found FULL JOIN counters AS c USING (account_id, state)
  WHERE coalesce(found.n, 0) <> coalesce(c.n, 0) LIMIT 1`
/** Whatever was recorded is here, was given up, or was delivered and purged; its numbering is the one that forgets nothing. */
const MISNUMBERED = `SELECT 1 WHERE coalesce((SELECT seq FROM sqlite_sequence WHERE name = 'tasks'), 0) <>
  (SELECT count(*) FROM tasks) + (SELECT count(*) FROM drops) +
  (SELECT coalesce(sum(n), 0) FROM history WHERE what = 'delivered')`
/** Nobody would ever deliver it. */
const WITHOUT_LANE = `SELECT 1 FROM tasks WHERE ${OPEN} AND lane NOT IN (SELECT key FROM lanes) LIMIT 1`
const DISAGREEMENTS = [OTHER_OWNER, OTHER_ADDRESSEE, MISCOUNTED, MISNUMBERED, WITHOUT_LANE]

/**
 * SQLite has no checksums, so its own check passes over a changed bit in a text or a number. Here the seal of each event
 * is looked at, and what is written down twice is compared: an event with its task, whose they are, the counters and the
 * numbering with the rows, and open tasks with their lanes.
 */
export function contentAgrees(database: Database.Database): boolean {
  const table = database.prepare("SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = 'events'").get()
  if (!table) return true
  if (DISAGREEMENTS.some((text) => database.prepare(text).get() !== undefined)) return false
  for (const row of database.prepare<[], Sealed>(WITH_TASKS).iterate()) {
    const seal = sealOf(row.body, sealedFields(row))
    if (seal === 'broken' || (seal === 'whole' && row.payload !== null && !isOf(row, row.payload))) return false
  }
  return true
}

function isOf(row: EventRow, payload: string): boolean {
  const event = eventIn(payload)
  return event !== undefined && event.id === row.id && event.body === row.body
}
