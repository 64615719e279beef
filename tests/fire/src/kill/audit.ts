import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { isDeepStrictEqual } from 'node:util'
import { computeLedger } from '@meantime/tools'
import Database from 'better-sqlite3'
import { acknowledgements, clientFolder, serverFolder } from './client.js'

export interface Audit {
  readonly acknowledged: number
  readonly delivered: number
  readonly samples: number
  /** Each with how often it was found. */
  readonly violations: ReadonlyMap<string, number>
}

/** Compares what was acknowledged with the rows of both databases. Nothing may be running any more. */
export async function audit(folder: string): Promise<Audit> {
  const client = open(join(clientFolder(folder), 'meantime.db'))
  const server = open(join(serverFolder(folder), 'meantime-server.db'))
  const violations = new Map<string, number>()
  const expect = (what: string, found: number) => void (found > 0 && violations.set(what, found))
  try {
    const { events, samples } = readAcknowledged(folder)
    const arrived = column(server, 'SELECT id FROM events ORDER BY position')
    const recorded = column(client, 'SELECT id FROM events ORDER BY seq')
    const [arrivedSet, recordedSet] = [new Set(arrived), new Set(recorded)]

    expect('acknowledged event lost', events.filter((id) => !arrivedSet.has(id)).length)
    expect('acknowledged event not in the journal', events.filter((id) => !recordedSet.has(id)).length)
    expect('recorded event not delivered', recorded.filter((id) => !arrivedSet.has(id)).length)
    expect('unknown event at the server', arrived.filter((id) => !recordedSet.has(id)).length)
    expect('event at the server more than once', arrived.length - arrivedSet.size)
    expect('receipt without its event, or the other way', receiptMismatches(server))
    expect('entry whose events arrived out of order', disordered(client, server))
    expect(
      'entry with a journal that makes no sense',
      count(server, "SELECT count(*) FROM entries WHERE anomalies <> '[]'"),
    )
    expect('entry that differs between the two sides', differing(client, server))
    const ledger = await computeLedger({ client: clientFolder(folder), server: serverFolder(folder) }, Date.now())
    expect('entry with other times at the server', ledger.entries.filter(({ sameTimes }) => !sameTimes).length)
    expect('event lost by the ledger', ledger.lost.length + ledger.surplus.length)

    const kept = new Set([
      ...column(
        client,
        "SELECT id FROM tasks WHERE state = 'sent' OR (state = 'dead' AND entity_type IN ('screenshot', 'activity'))",
      ),
      ...column(client, 'SELECT task_id FROM drops'),
    ])
    expect('acknowledged sample lost', samples.filter((id) => !kept.has(id)).length)
    expect('task stuck', count(client, "SELECT count(*) FROM tasks WHERE state IN ('pending', 'leased', 'failed')"))
    expect(
      'event parked',
      count(client, "SELECT count(*) FROM tasks WHERE state = 'dead' AND entity_type LIKE 'time_entry%'"),
    )
    expect('lease left behind', count(client, 'SELECT count(*) FROM leases'))
    expect('lane left behind', count(client, "SELECT count(*) FROM lanes WHERE state <> 'blocked'"))
    expect(
      'lock still held',
      count(client, 'SELECT count(*) FROM locks WHERE owner IS NOT NULL AND expires_at > ?', Date.now()),
    )
    expect('counter wrong', count(client, WRONG_COUNTERS))
    for (const [name, database] of [
      ['client', client],
      ['server', server],
    ] as const) {
      expect(`${name} database damaged`, Number(database.pragma('integrity_check', { simple: true }) !== 'ok'))
      expect(`${name} database with dangling references`, (database.pragma('foreign_key_check') as unknown[]).length)
    }
    return { acknowledged: events.length, delivered: arrived.length, samples: samples.length, violations }
  } finally {
    client.close()
    server.close()
  }
}

const WRONG_COUNTERS = `SELECT count(*) FROM (
  SELECT state, sum(n) AS n FROM counters WHERE state <> 'dropped' GROUP BY state HAVING n <> 0
  EXCEPT SELECT state, count(*) FROM tasks GROUP BY state)`

function readAcknowledged(folder: string): { events: string[]; samples: string[] } {
  const lines = readFileSync(acknowledgements(folder), 'utf8').split('\n')
  // A kill in the middle of a line leaves half an id: it was never fully noted, so nothing is said about it.
  const of = (kind: string) =>
    lines.filter((line) => line.startsWith(kind) && line.length === 38).map((line) => line.slice(2))
  return { events: of('E '), samples: of('S ') }
}

/** Every receipt must point at the event of the same id, and every event have one. */
function receiptMismatches(server: Database.Database): number {
  const matched = count(server, 'SELECT count(*) FROM receipts JOIN events ON item_id = id AND seq = position')
  return (
    count(server, 'SELECT count(*) FROM receipts') - matched + count(server, 'SELECT count(*) FROM events') - matched
  )
}

function disordered(client: Database.Database, server: Database.Database): number {
  const here = byEntry(client, 'SELECT entry_id AS entry, id FROM events ORDER BY seq')
  const there = byEntry(server, 'SELECT entry_id AS entry, id FROM events ORDER BY position')
  return [...there].filter(([entry, ids]) => !isDeepStrictEqual(ids, here.get(entry)?.slice(0, ids.length))).length
}

function differing(client: Database.Database, server: Database.Database): number {
  const sql = (started: string, ended: string) => `SELECT id, state, ${started}, ${ended} FROM entries ORDER BY id`
  const here = server.prepare(sql('started_at', 'ended_at')).raw().all()
  const there = client.prepare(sql('started_at', 'ended_at')).raw().all()
  const known = new Set(here.map((row) => JSON.stringify(row)))
  return there.filter((row) => !known.has(JSON.stringify(row))).length + Math.max(0, here.length - there.length)
}

function byEntry(database: Database.Database, sql: string): Map<string, string[]> {
  const found = new Map<string, string[]>()
  for (const { entry, id } of database.prepare<[], { entry: string; id: string }>(sql).iterate())
    found.set(entry, [...(found.get(entry) ?? []), id])
  return found
}

const open = (file: string): Database.Database => new Database(file, { fileMustExist: true })
const column = (database: Database.Database, sql: string): string[] => database.prepare<[], string>(sql).pluck().all()
const count = (database: Database.Database, sql: string, ...values: number[]): number =>
  database
    .prepare<number[], number>(sql)
    .pluck()
    .get(...values) ?? 0
