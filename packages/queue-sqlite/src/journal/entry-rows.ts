import { type Entry, type EntryId, type EntryQuery, foldEntry } from '@meantime/core'
import type { Connection } from '../file/connection.js'
import { eventsOf } from './event-rows.js'
import type { FoldedEntries } from './folded-entries.js'

/*
 * The table `entries` only finds entries; what an entry is comes from folding its events. A unique index over the
 * open ones makes a second open entry of an account impossible, whatever a decision says.
 */

export function openEntry(connection: Connection, account: string): Entry | undefined {
  const row = connection
    .sql<{ id: EntryId }>("SELECT id FROM entries WHERE account_id = ? AND state IN ('running', 'paused')")
    .get(account)
  return row && foldEntry(eventsOf(connection, row.id))
}

export function accountOf(connection: Connection, entryId: EntryId): string | undefined {
  return connection.sql<{ account_id: string }>('SELECT account_id FROM entries WHERE id = ?').get(entryId)?.account_id
}

export function foldedEntry(connection: Connection, entryId: EntryId): Entry | undefined {
  return foldEntry(eventsOf(connection, entryId))
}

/** The stopped entry that ended last within (from, to]. */
export function entryEndedWithin(connection: Connection, account: string, from: number, to: number): Entry | undefined {
  const row = connection
    .sql<{ id: EntryId }>(
      `SELECT id FROM entries WHERE account_id = ? AND state = 'stopped' AND ended_at > ? AND ended_at <= ?
       ORDER BY ended_at DESC LIMIT 1`,
    )
    .get(account, from, to)
  return row && foldedEntry(connection, row.id)
}

/** Newest first; deleted ones are left out. An entry without length counts as within [from, to) by its start. */
export function findEntries(
  connection: Connection,
  { account, from, to, limit = 1000 }: EntryQuery,
  folded: FoldedEntries,
): Entry[] {
  return connection
    .sql<{ id: EntryId; last: number }>(
      `SELECT id, (SELECT max(seq) FROM events WHERE entry_id = entries.id) AS last FROM entries
       WHERE account_id = :account AND state <> 'deleted' AND started_at < :to
         AND (ended_at IS NULL OR ended_at > :from OR started_at >= :from)
       ORDER BY started_at DESC, id DESC LIMIT :limit`,
    )
    .all({ account, from: from ?? Number.MIN_SAFE_INTEGER, to: to ?? Number.MAX_SAFE_INTEGER, limit })
    .flatMap(({ id, last }) => folded.of(connection, id, last) ?? [])
}

/** Closed ones first: two events of one decision may close one entry and open another. */
export function saveEntries(connection: Connection, account: string, entries: readonly Entry[]): void {
  for (const { id, state, startedAt, endedAt } of [...entries].sort((a, b) => openness(a) - openness(b))) {
    connection
      .sql(
        `INSERT INTO entries (id, account_id, state, started_at, ended_at) VALUES (?, ?, ?, ?, ?)
         ON CONFLICT (id) DO UPDATE SET account_id = excluded.account_id, state = excluded.state,
           started_at = excluded.started_at, ended_at = excluded.ended_at`,
      )
      .run(id, account, state, startedAt, endedAt)
  }
}

const openness = ({ state }: Entry): number => (state === 'running' || state === 'paused' ? 1 : 0)
