import { randomUUID } from 'node:crypto'
import type { NewId } from '@meantime/core'
import Database from 'better-sqlite3'
import { PAYLOAD } from './our-queue.js'

/** What one claims and acks with in plain SQL. */
export interface PlainLease {
  readonly token: string
  readonly tasks: readonly { readonly id: string; readonly payload: unknown }[]
}

const OPEN = "state IN ('pending', 'leased', 'failed', 'dead')"

/**
 * The yardstick: what somebody would write by hand with better-sqlite3 for the same durable work. The same columns; an
 * index for each question a queue must answer (is this id here already, what comes next, what is open in this lane,
 * which receipts are old); leases by token, acks by compare-and-set. No lanes, counters, capacity or back-off.
 */
export const PLAIN_SCHEMA = [
  `CREATE TABLE IF NOT EXISTS events (
    seq INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE, entry_id TEXT NOT NULL, account_id TEXT NOT NULL,
    type TEXT NOT NULL, occurred_at INTEGER NOT NULL, recorded_at INTEGER NOT NULL, zone TEXT NOT NULL,
    device_id TEXT NOT NULL, body TEXT NOT NULL) STRICT`,
  'CREATE INDEX IF NOT EXISTS events_by_entry ON events (entry_id, seq)',
  `CREATE TABLE IF NOT EXISTS tasks (
    seq INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE, lane TEXT NOT NULL, account_id TEXT NOT NULL,
    entity_type TEXT NOT NULL, priority INTEGER NOT NULL, payload TEXT, state TEXT NOT NULL, attempts INTEGER NOT NULL,
    created_at INTEGER NOT NULL, sent_at INTEGER, lease_token TEXT, leased_until INTEGER, reason_code TEXT,
    reason_message TEXT) STRICT`,
  "CREATE INDEX IF NOT EXISTS tasks_next ON tasks (account_id, priority, seq) WHERE state = 'pending'",
  `CREATE INDEX IF NOT EXISTS tasks_open ON tasks (lane, seq) WHERE ${OPEN}`,
  "CREATE INDEX IF NOT EXISTS tasks_receipts ON tasks (sent_at) WHERE state = 'sent'",
]

export class PlainQueue {
  readonly database: Database.Database
  private readonly inserted: Database.Statement
  private readonly eventInserted: Database.Statement
  private readonly next: Database.Statement
  private readonly leased: Database.Statement
  private readonly sent: Database.Statement
  private readonly inTransaction: (work: () => unknown) => unknown

  constructor(
    file: string,
    synchronous: string,
    private readonly newId: NewId,
  ) {
    this.database = new Database(file)
    for (const pragma of ['journal_mode = WAL', `synchronous = ${synchronous}`, 'secure_delete = ON'])
      this.database.pragma(pragma)
    for (const pragma of ['temp_store = MEMORY', 'wal_autocheckpoint = 10000']) this.database.pragma(pragma)
    for (const statement of PLAIN_SCHEMA) this.database.exec(statement)
    this.inserted = this.database.prepare(
      `INSERT INTO tasks (id, lane, account_id, entity_type, priority, payload, state, attempts, created_at)
       VALUES (?, ?, 'bench-account', ?, ?, ?, 'pending', 0, ?)`,
    )
    this.eventInserted = this.database.prepare(
      `INSERT INTO events (id, entry_id, account_id, type, occurred_at, recorded_at, zone, device_id, body)
       VALUES (?, ?, 'bench-account', ?, ?, ?, 'UTC', 'bench-device', ?)`,
    )
    this.next = this.database.prepare(
      `SELECT seq, id, payload FROM tasks WHERE state = 'pending' AND account_id = 'bench-account'
       ORDER BY priority, seq LIMIT 100`,
    )
    this.leased = this.database.prepare(
      "UPDATE tasks SET state = 'leased', lease_token = ?, leased_until = ? WHERE seq = ?",
    )
    this.sent = this.database.prepare(
      `UPDATE tasks SET state = 'sent', attempts = attempts + 1, payload = NULL, sent_at = ?, lease_token = NULL
       WHERE id = ? AND state = 'leased' AND lease_token = ?`,
    )
    this.inTransaction = this.database.transaction((work: () => unknown) => work()).immediate
  }

  /** `together` inserts in one transaction. */
  enqueue(together = 1): void {
    this.inTransaction(() => {
      for (let n = 0; n < together; n += 1) {
        const id = this.newId()
        this.inserted.run(id, id, 'activity', 2, JSON.stringify(PAYLOAD), Date.now())
      }
    })
  }

  /** An event and its task; that the person has at most one open entry is not even checked. */
  record(entryId: string, type: 'start' | 'stop'): void {
    const id = this.newId()
    const now = Date.now()
    const body = type === 'start' ? { description: PAYLOAD.title, project: null } : {}
    const event = {
      id,
      entryId,
      type,
      occurredAt: now,
      recordedAt: now,
      zone: 'UTC',
      deviceId: 'bench-device',
      ...body,
    }
    this.inTransaction(() => {
      this.eventInserted.run(id, entryId, type, now, now, JSON.stringify(body))
      this.inserted.run(id, entryId, `time_entry_${type}`, 0, JSON.stringify(event), now)
    })
  }

  claim(): PlainLease {
    const token = randomUUID()
    const tasks = this.inTransaction(() => {
      const rows = this.next.all() as { seq: number; id: string; payload: string }[]
      for (const { seq } of rows) this.leased.run(token, Date.now() + 60_000, seq)
      return rows.map(({ id, payload }) => ({ id, payload: JSON.parse(payload) as unknown }))
    }) as PlainLease['tasks']
    if (tasks.length !== 100) throw new Error('A plain claim of 100 did not get 100 tasks')
    return { token, tasks }
  }

  ack(lease: PlainLease, ids: readonly string[] = lease.tasks.map(({ id }) => id)): void {
    this.inTransaction(() => {
      for (const id of ids)
        if (this.sent.run(Date.now(), id, lease.token).changes !== 1) throw new Error('A plain ack changed nothing')
    })
  }

  close(): void {
    this.database.close()
  }
}
