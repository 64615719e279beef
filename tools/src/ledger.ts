import { join } from 'node:path'
import { isDeepStrictEqual } from 'node:util'
import { type Entry, foldEntry, type TimeEvent, workedMs } from '@meantime/core'
import Database from 'better-sqlite3'

export interface LedgerEntry {
  readonly id: string
  readonly description: string
  /** Worked ms by the client's journal and by the server's own rows; null where the server does not know the entry. */
  readonly clientMs: number
  readonly serverMs: number | null
  /** Whether each worked stretch starts and ends at the same ms on both sides. */
  readonly sameTimes: boolean
}

/** What became of every event that was ever recorded, from the rows of both databases. */
export interface Ledger {
  readonly recorded: number
  readonly delivered: number
  /** Not at the server, and open in the client's queue; parked ones included. */
  readonly queued: number
  readonly parked: number
  readonly dropped: number
  /** Ids that are nowhere: neither at the server, nor queued. Must be empty. */
  readonly lost: readonly string[]
  /** Ids that took effect more than once, or that nobody here recorded. Must be empty. */
  readonly surplus: readonly string[]
  readonly entries: readonly LedgerEntry[]
}

export interface LedgerFiles {
  /** Data folder of the client. */
  readonly client: string
  /** Data folder of the server. */
  readonly server: string
}

/** True when recorded = delivered + queued + dropped, and every delivered entry has the same worked time on both sides. */
export function agrees(ledger: Ledger): boolean {
  const { recorded, delivered, queued, dropped, lost, surplus, entries } = ledger
  const timesAgree = entries.every(({ sameTimes }) => sameTimes)
  return recorded === delivered + queued + dropped && lost.length === 0 && surplus.length === 0 && timesAgree
}

export function ledgerLine({ recorded, delivered, queued, parked, dropped }: Ledger): string {
  const waiting = parked > 0 ? `${queued} queued (${parked} of them parked)` : `${queued} queued`
  return `${recorded} recorded = ${delivered} delivered + ${waiting} + ${dropped} dropped`
}

/** Reads both databases, read-only, also while their programs run. `now` (UTC ms) ends the running entry's time. */
export async function computeLedger(files: LedgerFiles, now: number): Promise<Ledger> {
  const client = openReadOnly(join(files.client, 'meantime.db'))
  const server = openReadOnly(join(files.server, 'meantime-server.db'))
  try {
    const events = readEvents(client)
    const arrived = countById(server, 'SELECT id, count(*) AS n FROM events GROUP BY id')
    const open = new Map(
      rows<{ id: string; state: string }>(
        client,
        "SELECT id, state FROM tasks WHERE state NOT IN ('sent', 'cancelled')",
      ).map(({ id, state }) => [id, state]),
    )
    const recorded = new Set(events.map(({ id }) => id as string))
    const missing = [...recorded].filter((id) => !arrived.has(id))
    const queued = missing.filter((id) => open.has(id))
    return {
      recorded: recorded.size,
      delivered: recorded.size - missing.length,
      queued: queued.length,
      parked: queued.filter((id) => open.get(id) === 'dead').length,
      dropped: rows<{ n: number }>(client, 'SELECT count(*) AS n FROM drops')[0]?.n ?? 0,
      lost: missing.filter((id) => !open.has(id)),
      surplus: [...arrived].filter(([id, n]) => n !== 1 || !recorded.has(id)).map(([id]) => id),
      entries: compareEntries(events, server, now),
    }
  } finally {
    client.close()
    server.close()
  }
}

function openReadOnly(file: string): Database.Database {
  return new Database(file, { readonly: true, fileMustExist: true })
}

function rows<Row>(database: Database.Database, sql: string): Row[] {
  return database.prepare<[], Row>(sql).all()
}

function countById(database: Database.Database, sql: string): Map<string, number> {
  return new Map(rows<{ id: string; n: number }>(database, sql).map(({ id, n }) => [id, n]))
}

interface EventRow {
  readonly id: string
  readonly entryId: string
  readonly type: string
  readonly occurredAt: number
  readonly recordedAt: number
  readonly zone: string
  readonly deviceId: string
  readonly seq: number
  readonly body: string
}

function readEvents(client: Database.Database): TimeEvent[] {
  const sql = `SELECT id, entry_id AS entryId, type, occurred_at AS occurredAt, recorded_at AS recordedAt, zone,
    device_id AS deviceId, seq, body FROM events ORDER BY seq`
  return rows<EventRow>(client, sql).map(({ body, ...fields }) => ({ ...JSON.parse(body), ...fields }) as TimeEvent)
}

/** The client's side is folded from its journal, the server's read from the rows that its API answers from. */
function compareEntries(events: readonly TimeEvent[], server: Database.Database, now: number): LedgerEntry[] {
  const theirs = new Map(
    rows<{ id: string; segments: string }>(server, 'SELECT id, segments FROM entries').map(({ id, segments }) => [
      id,
      JSON.parse(segments) as Entry['segments'],
    ]),
  )
  const byEntry = new Map<string, TimeEvent[]>()
  for (const event of events) byEntry.set(event.entryId, [...(byEntry.get(event.entryId) ?? []), event])
  return [...byEntry].flatMap(([id, ofEntry]) => {
    const entry = foldEntry(ofEntry)
    const segments = theirs.get(id)
    if (!entry) return []
    const serverMs = segments ? workedMs({ segments }, now) : null
    const sameTimes = segments !== undefined && isDeepStrictEqual(segments, entry.segments)
    return [{ id, description: entry.description, clientMs: workedMs(entry, now), serverMs, sameTimes }]
  })
}
