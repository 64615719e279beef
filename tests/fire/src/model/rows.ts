import type { AccountId, EntityType, TaskId, TaskState } from '@meantime/core'
import Database from 'better-sqlite3'

export interface TaskRow {
  readonly seq: number
  readonly id: TaskId
  readonly lane: string
  readonly account_id: AccountId
  readonly entity_type: EntityType
  readonly priority: number
  readonly state: TaskState
  readonly attempts: number
  readonly lease_token: string | null
  readonly payload: number
  readonly sent_at: number | null
  readonly reason_code: string | null
}
export interface LaneRow {
  readonly key: string
  readonly account_id: AccountId
  readonly state: 'ready' | 'leased' | 'waiting' | 'blocked' | 'held'
  readonly priority: number
  readonly head_seq: number
  readonly not_before: number | null
  readonly waits_for: string | null
  readonly lease_token: string | null
}
export interface EventRow {
  readonly seq: number
  readonly id: TaskId
  readonly entry_id: string
  readonly account_id: AccountId
  readonly type: string
  readonly occurred_at: number
}

/** Everything at one moment. */
export interface Snapshot {
  /** By `seq`. */
  readonly tasks: readonly TaskRow[]
  readonly byId: ReadonlyMap<TaskId, TaskRow>
  readonly lanes: readonly LaneRow[]
  readonly leases: readonly { readonly token: string; readonly open: number; readonly expires_at: number }[]
  readonly drops: readonly { readonly task_id: TaskId; readonly entity_type: EntityType }[]
  readonly counters: readonly { readonly account_id: string; readonly state: string; readonly n: number }[]
}

const TASKS = `SELECT seq, id, lane, account_id, entity_type, priority, state, attempts, lease_token,
  payload IS NOT NULL AS payload, sent_at, reason_code FROM tasks ORDER BY seq`

/** Looks into the file on a connection of its own: it sees only what is committed, as another program would. */
export class Rows {
  private readonly database: Database.Database
  private readonly statements

  constructor(file: string) {
    const database = new Database(file, { readonly: true })
    this.database = database
    this.statements = {
      version: database.prepare('PRAGMA data_version').pluck(),
      tasks: database.prepare<[], TaskRow>(TASKS),
      lanes: database.prepare<[], LaneRow>('SELECT * FROM lanes ORDER BY key'),
      leases: database.prepare<[], Snapshot['leases'][number]>(
        'SELECT token, open, expires_at FROM leases ORDER BY token',
      ),
      drops: database.prepare<[], Snapshot['drops'][number]>('SELECT task_id, entity_type FROM drops ORDER BY seq'),
      counters: database.prepare<[], Snapshot['counters'][number]>(
        'SELECT account_id, state, n FROM counters WHERE n <> 0 ORDER BY account_id, state',
      ),
      events: database.prepare<[number], EventRow>(
        'SELECT seq, id, entry_id, account_id, type, occurred_at FROM events WHERE seq > ? ORDER BY seq',
      ),
      open: database.prepare<[], { account_id: AccountId; id: string }>(
        "SELECT account_id, id FROM entries WHERE state IN ('running', 'paused') ORDER BY account_id",
      ),
    }
  }

  private last: { readonly version: unknown; readonly snapshot: Snapshot } | undefined

  /** Read again only when somebody has committed since. */
  snapshot(): Snapshot {
    const version = this.statements.version.get()
    if (this.last?.version === version && this.last) return this.last.snapshot
    const { tasks, lanes, leases, drops, counters } = this.statements
    const rows = tasks.all()
    const snapshot = {
      tasks: rows,
      byId: new Map(rows.map((row) => [row.id, row])),
      lanes: lanes.all(),
      leases: leases.all(),
      drops: drops.all(),
      counters: counters.all(),
    }
    this.last = { version, snapshot }
    return snapshot
  }

  /** Events behind that `seq`. */
  eventsAfter(seq: number): EventRow[] {
    return this.statements.events.all(seq)
  }

  openEntries(): { account_id: AccountId; id: string }[] {
    return this.statements.open.all()
  }

  close(): void {
    this.database.close()
  }
}

const OPEN_STATES: ReadonlySet<TaskState> = new Set(['pending', 'leased', 'failed', 'dead'])
export const isOpen = ({ state }: { readonly state: TaskState }): boolean => OPEN_STATES.has(state)
