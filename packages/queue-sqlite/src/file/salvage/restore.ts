import type { Clock, Logger, NewId } from '@meantime/core'
import { putEvent } from '../../journal/event-rows.js'
import type { Connection } from '../connection.js'
import { putMeta } from '../meta.js'
import type { Carved } from './carve.js'
import { chooseEvents } from './events.js'
import { owners } from './owners.js'
import { restoreEntries } from './restore-entries.js'
import { restoreDrops, restoreHistory, restoreTasks } from './restore-queue.js'
import { restoreShots } from './restore-shots.js'
import { chooseTasks } from './tasks.js'

export interface RestoreDeps {
  readonly clock: Clock
  readonly newId: NewId
  readonly logger: Logger
}

/** What a salvage came to. */
export interface Restored {
  readonly events: number
  /** Numbers of the journal for which there is no event any more. */
  readonly lostEvents: number
  readonly tasks: number
  /** Tasks that were recorded and are neither here nor accounted for. Their events, if they were events, are here. */
  readonly lostTasks: number
  /**
   * Pages of the file, or changes of its newest work, that are known to have been there and are gone: what was in them
   * alone is in none of the other figures.
   */
  readonly lostPages: number
  /** Of the events, those that are known only from the queue, where nothing proves that they are as they were. */
  readonly unchecked: number
  /** Entries whose stop was lost and that were stopped again. */
  readonly stopped: number
}

/**
 * Fills an empty, up-to-date database with what was carved from a damaged one. Runs inside the caller's transaction.
 * What follows from events and tasks (entries, lanes, counters) is computed again and never copied.
 */
export function restore(
  connection: Connection,
  { carved, queueRows }: { readonly carved: Carved; readonly queueRows: number | undefined },
  deps: RestoreDeps,
): Restored {
  const ownerOf = owners(carved)
  const { events, unchecked } = chooseEvents(carved)
  const ordered = [...events.values()].sort((a, b) => a.seq - b.seq)
  const deviceId = deviceOf(carved, ordered) ?? deps.newId()
  putMeta(connection, 'device_id', deviceId)
  for (const event of ordered) putEvent(connection, ownerOf(event.entry_id), event)
  const lastEvent = raise(connection, 'events', numbered(carved, 'events', ordered.at(-1)?.seq ?? 0))

  const dropped = restoreDrops(connection, carved.drops)
  const purged = restoreHistory(connection, carved.history)
  const tasks = chooseTasks({ carved, events, ownerOf, queueRows })
  const recorded = purged + dropped + tasks.length
  restoreTasks(connection, tasks, purged + dropped + 1, deps.clock.now())
  const lastTask = numbered(carved, 'tasks', recorded, purged + dropped)
  raise(connection, 'tasks', recorded)

  restoreShots(connection, carved.shots, ownerOf, deps.clock.now())
  restoreRest(connection, carved)
  const stamp = { recordedAt: deps.clock.now(), zone: deps.clock.zone(), deviceId }
  const stopped = restoreEntries(connection, {
    events: ordered,
    ownerOf,
    known: carved.entries,
    stamp,
    newId: deps.newId,
  })
  return {
    events: ordered.length,
    lostEvents: lastEvent - ordered.length,
    tasks: tasks.length,
    lostTasks: lastTask - recorded,
    lostPages: Math.max(carved.missingPages, endIsKnown(carved) ? 0 : 1),
    unchecked,
    stopped,
  }
}

function deviceOf({ meta }: Carved, events: readonly { device_id: string }[]): string | undefined {
  const told = meta.find(({ key }) => key === 'device_id')?.value
  const latest = events.at(-1)?.device_id
  return typeof told === 'string' && (latest === undefined || events.some(({ device_id }) => device_id === told))
    ? told
    : latest
}

/** The last number that was given, by SQLite's own count unless that is damaged itself. */
function numbered(carved: Carved, name: 'events' | 'tasks', found: number, gone = 0): number {
  const told = carved.sequences.filter((row) => row.name === name).map(({ seq }) => Number(seq))
  return Math.max(found, ...told.filter((seq) => seq <= gone + carved.mostRows))
}

/** Without SQLite's own count nobody can tell whether something came after the last event that is here. */
const endIsKnown = ({ events, sequences }: Carved): boolean =>
  events.length === 0 || sequences.some(({ name }) => name === 'events')

/** Numbers that were given are not given again. */
function raise(connection: Connection, name: string, seq: number): number {
  const { changes } = connection.sql('UPDATE sqlite_sequence SET seq = max(seq, ?) WHERE name = ?').run(seq, name)
  if (changes === 0 && seq > 0) connection.sql('INSERT INTO sqlite_sequence (name, seq) VALUES (?, ?)').run(name, seq)
  return seq
}

function restoreRest(connection: Connection, { state, locks, legacy_unreadable, ...carved }: Carved): void {
  for (const { key, value } of state)
    connection.sql('INSERT OR IGNORE INTO state (key, value) VALUES (?, ?)').run(key, value)
  // Nobody holds one any more, but its epoch goes on growing.
  for (const { name, epoch, ttl_ms } of locks)
    connection
      .sql('INSERT OR IGNORE INTO locks (name, owner, epoch, ttl_ms, expires_at) VALUES (?, NULL, ?, ?, 0)')
      .run(name, epoch, ttl_ms)
  for (const row of legacy_unreadable)
    connection
      .sql(
        `INSERT OR IGNORE INTO legacy_unreadable (id, entity_type, payload, status, created_at, reason, set_aside_at)
         VALUES (?, ?, ?, ?, ?, ?, ?)`,
      )
      .run(row.id, row.entity_type, row.payload, row.status, row.created_at, row.reason, row.set_aside_at)
  // Once the queue of the predecessor was taken over, what is left of its rows is only traces.
  if (carved.meta.length === 0 && carved.events.length === 0 && carved.sync_queue.length > 0)
    restorePredecessor(connection, carved.sync_queue)
}

function restorePredecessor(connection: Connection, rows: Carved['sync_queue']): void {
  connection
    .sql(
      `CREATE TABLE sync_queue (id INTEGER PRIMARY KEY, entity_type TEXT, payload TEXT, status TEXT, retry_count INT,
       created_at INT, last_retry_at INT)`,
    )
    .run()
  for (const { id, entity_type, payload, status, created_at } of rows)
    connection
      .sql('INSERT OR IGNORE INTO sync_queue (id, entity_type, payload, status, created_at) VALUES (?, ?, ?, ?, ?)')
      .run(id, entity_type, payload, status, created_at)
}
