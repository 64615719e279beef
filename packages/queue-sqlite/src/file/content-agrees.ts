import type Database from 'better-sqlite3'
import { type EventRow, sealedFields } from '../journal/event-rows.js'
import { sealOf } from '../journal/seal.js'
import { eventIn } from './salvage/events.js'

type Sealed = EventRow & { readonly payload: string | null }

const WITH_TASKS = `SELECT e.seq, e.id, e.entry_id, e.type, e.occurred_at, e.recorded_at, e.zone, e.device_id, e.body,
  t.payload FROM events AS e LEFT JOIN tasks AS t ON t.id = e.id`
const OTHER_OWNER = `SELECT 1 FROM events AS e JOIN entries AS n ON n.id = e.entry_id
  WHERE n.account_id <> e.account_id LIMIT 1`
const OTHER_ADDRESSEE = `SELECT 1 FROM tasks AS t JOIN events AS e ON e.id = t.id
  WHERE t.account_id <> e.account_id OR t.lane <> e.entry_id LIMIT 1`

/**
 * SQLite has no checksums, so its own check passes over a changed bit in a text or a number. Here the seal of each event
 * is looked at, and what is written down twice is compared: an event with its task, and whose they are.
 */
export function contentAgrees(database: Database.Database): boolean {
  const table = database.prepare("SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = 'events'").get()
  if (!table) return true
  if (database.prepare(OTHER_OWNER).get() || database.prepare(OTHER_ADDRESSEE).get()) return false
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
