import Database from 'better-sqlite3'
import { ACCOUNT, PAYLOAD } from './our-queue.js'

/** What a queue may be full of. */
export const FILLINGS = ['pending', 'blocked', 'waiting', 'held', 'finished'] as const
export type Filling = (typeof FILLINGS)[number]

const TASK_STATE: Readonly<Record<Filling, string>> = {
  pending: 'pending',
  blocked: 'dead',
  waiting: 'failed',
  held: 'pending',
  finished: 'sent',
}
const LANE_STATE: Readonly<Record<Exclude<Filling, 'finished'>, string>> = {
  pending: 'ready',
  blocked: 'blocked',
  waiting: 'waiting',
  held: 'held',
}
/** Ordered as UUIDs v7 are, all of them before any that is made today. */
const ID = "printf('00000000-0000-7000-8000-%012x', n)"
const NUMBERS = 'WITH RECURSIVE numbers (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < :rows)'
const LASTING = 10 * 60_000

/** Fills a file of ours that nobody has open with `rows` tasks, straight into its tables: a million in seconds. */
export function seedOurs(file: string, rows: number, filling: Filling): void {
  if (rows === 0) return
  const now = Date.now()
  fill(file, (database) => {
    database
      .prepare(
        `${NUMBERS} INSERT INTO tasks (id, lane, account_id, entity_type, priority, payload, state, attempts, created_at, sent_at)
         SELECT ${ID}, ${ID}, :account, 'activity', 2, :payload, :state, 0, :now, :sentAt FROM numbers`,
      )
      .run({ rows, account: ACCOUNT, now, ...stateOf(filling, now) })
    if (filling === 'finished') return
    database
      .prepare(
        `INSERT INTO lanes (key, account_id, state, priority, head_seq, not_before, waits_for)
         SELECT lane, account_id, :state, priority, seq, :notBefore, :waitsFor FROM tasks WHERE state = :taskState`,
      )
      .run({
        state: LANE_STATE[filling],
        taskState: TASK_STATE[filling],
        notBefore: filling === 'waiting' ? now + LASTING : null,
        waitsFor: filling === 'held' ? 'an-entry-whose-start-is-open' : null,
      })
  })
}

export function seedPlain(file: string, rows: number): void {
  if (rows === 0) return
  fill(file, (database) =>
    database
      .prepare(
        `${NUMBERS} INSERT INTO tasks (id, lane, account_id, entity_type, priority, payload, state, attempts, created_at, sent_at)
         SELECT ${ID}, ${ID}, :account, 'activity', 2, :payload, :state, 0, :now, :sentAt FROM numbers`,
      )
      .run({ rows, account: ACCOUNT, now: Date.now(), ...stateOf('pending', 0) }),
  )
}

const stateOf = (filling: Filling, now: number) => ({
  state: TASK_STATE[filling],
  payload: filling === 'finished' ? null : JSON.stringify(PAYLOAD),
  sentAt: filling === 'finished' ? now : null,
})

function fill(file: string, work: (database: Database.Database) => void): void {
  const database = new Database(file)
  database.pragma('synchronous = OFF')
  database.transaction(() => work(database))()
  database.pragma('wal_checkpoint(TRUNCATE)')
  database.close()
}
