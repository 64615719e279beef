import type { Logger } from '@meantime/core'
import { payloadFields } from '@meantime/core/legacy'
import type { Connection } from '../file/connection.js'
import { storedJson } from '../queue/stored-json.js'
import { putState } from '../state-store.js'
import { type LegacyRow, readLegacyRow } from './read-row.js'
import { LegacyReplay, type ReplayDeps, userOf } from './replay.js'

export interface TakeOverDeps extends ReplayDeps {
  readonly logger: Logger
  /** For payloads that are encrypted as a whole. */
  readonly keys: readonly Buffer[]
}

/** In the state store after the predecessor's queue was taken over; an app shows it until the person has seen it. */
export const LEGACY_TAKE_OVER = 'legacy-take-over'
export interface LegacyTakeOver {
  /** UTC ms. */
  readonly at: number
  /** Those whose pictures are still to become files included. */
  readonly taken: number
  /** Kept as they are in the table `legacy_unreadable`, because nobody can say what to deliver. */
  readonly setAside: number
  /** Delivered or cancelled before; nothing is left to do for them. */
  readonly finished: number
}

/**
 * Turns the predecessor's waiting rows into events and tasks of LOCAL_ACCOUNT, in their order, then drops its table.
 * Runs inside the caller's transaction. False when the file has no such table.
 */
export function takeOverLegacyQueue(connection: Connection, deps: TakeOverDeps): boolean {
  const table = connection.sql("SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = 'sync_queue'").get()
  if (!table) return false
  const replay = new LegacyReplay(connection, deps, currentUser(connection, deps.keys))
  const counts = { taken: 0, setAside: 0, finished: 0 }
  for (const row of rowsInOrder(connection)) {
    if (row.status === 'sent' || row.status === 'cancelled') {
      if (row.entity_type === 'time_entry_start') replay.forgetEntry()
      counts.finished += 1
      continue
    }
    const found = readLegacyRow(row, deps.keys)
    const reason = 'reason' in found ? found.reason : replay.apply(found, row.id)
    if (reason !== undefined) keepAside(connection, row, reason, deps)
    counts[reason === undefined ? 'taken' : 'setAside'] += 1
  }
  connection.sql('DROP TABLE sync_queue').run()
  const report: LegacyTakeOver = { at: deps.clock.now(), ...counts }
  putState(connection, LEGACY_TAKE_OVER, report)
  deps.logger[counts.setAside > 0 ? 'warn' : 'info']("the earlier program's queue was taken over", counts)
  return true
}

/** One at a time: rows of screenshots hold megabytes. Only the columns that every version had. */
function* rowsInOrder(connection: Connection): Generator<LegacyRow> {
  const next = connection.sql<LegacyRow>(
    'SELECT id, entity_type, payload, status, created_at FROM sync_queue WHERE id > ? ORDER BY id LIMIT 1',
  )
  for (let row = next.get(Number.MIN_SAFE_INTEGER); row; row = next.get(row.id)) yield row
}

/** Whose computer it was last: what the file says, or else whoever started something last. */
function currentUser(connection: Connection, keys: readonly Buffer[]): string | undefined {
  const table = connection.sql("SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = 'app_meta'").get()
  if (table) {
    const told = connection.sql<{ value: unknown }>("SELECT value FROM app_meta WHERE key = 'current_user_id'").get()
    if (typeof told?.value === 'string' && told.value !== '') return told.value
  }
  const last = connection
    .sql<LegacyRow>("SELECT payload FROM sync_queue WHERE entity_type = 'time_entry_start' ORDER BY id DESC LIMIT 1")
    .get()
  return userOf(payloadFields(last?.payload, keys) ?? {})
}

/** What cannot be read is kept as it is; what can be read, without its tokens. */
function keepAside(connection: Connection, row: LegacyRow, reason: string, { clock, keys }: TakeOverDeps): void {
  const fields = payloadFields(row.payload, keys)
  connection
    .sql(
      `INSERT INTO legacy_unreadable (id, entity_type, payload, status, created_at, reason, set_aside_at)
       VALUES (?, ?, ?, ?, ?, ?, ?)`,
    )
    .run(
      row.id,
      row.entity_type,
      fields ? storedJson(fields) : row.payload,
      row.status,
      row.created_at,
      reason,
      clock.now(),
    )
}
