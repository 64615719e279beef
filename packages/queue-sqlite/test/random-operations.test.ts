import { join } from 'node:path'
import type { AccountId, EntryId, EventDraft, EventId, Lease, Settlement, TaskId } from '@meantime/core'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Connection } from '../src/file/connection.js'
import { contentAgrees } from '../src/file/content-agrees.js'
import { openForTest, tempFolder } from './support/open-app.js'

const ACCOUNTS = ['ann', 'bob'] as AccountId[]
const RESULTS = ['sent', 'failed', 'released', 'dead'] as const
const CAPACITY = 12

type Step = { readonly kind: string; readonly a: number; readonly b: number }
const step = fc.record({
  kind: fc.constantFrom(
    'record',
    'record',
    'shot',
    'shot',
    'claim',
    'claim',
    'settle',
    'settle',
    'retry',
    'cancel',
    'wait',
    'jump',
    'purge',
    'reoffer',
  ),
  a: fc.nat(1000),
  b: fc.nat(1000),
})

/** Right after a claim: open tasks that stand before one of the lease in its lane. */
const OVERTAKEN = `SELECT a.id FROM tasks AS a JOIN tasks AS b ON a.lane = b.lane AND a.seq < b.seq
  WHERE b.lease_token = ? AND a.lease_token IS NULL AND a.state NOT IN ('sent', 'cancelled')`

/** An entry whose start was given up: only what is being sent is still open of it, and of its screenshots. */
const LEFT_OF_GIVEN_UP = `SELECT t.id FROM tasks AS t JOIN lanes AS l ON l.key = t.lane
  JOIN tasks AS start ON start.lane = coalesce(l.waits_for, l.key)
  WHERE t.state IN ('pending', 'failed', 'dead') AND start.entity_type = 'time_entry_start' AND start.state = 'cancelled'`

type World = Awaited<ReturnType<typeof openForTest>>

/** Does what a few careless programs on one file might do, and remembers what was acknowledged. */
class Users {
  readonly acknowledged = new Set<TaskId>()
  readonly leases: Lease[] = []

  constructor(private readonly world: World) {}

  async do({ kind, a, b }: Step): Promise<void> {
    const { queue, clock } = this.world
    const account = ACCOUNTS[a % 2] ?? (ACCOUNTS[0] as AccountId)
    if (kind === 'record') await this.record(account, b)
    else if (kind === 'shot') await this.shot(account, b)
    else if (kind === 'claim') await this.claim(account, 1 + (b % 4))
    else if (kind === 'settle') await this.settle(a, b)
    else if (kind === 'retry') await queue.retry(account, b % 2 === 0 ? undefined : this.some(b))
    else if (kind === 'cancel') await queue.cancel(this.some(b))
    else if (kind === 'wait') clock.advance(b * 200)
    else if (kind === 'jump') clock.set(clock.now() - b * 10_000)
    else if (kind === 'reoffer') await this.world.journal.reoffer(account)
    else await queue.purge()
  }

  /** Two of the youngest tasks. */
  private some(b: number): TaskId[] {
    const ids = [...this.acknowledged].slice(-20)
    return ids.slice(b % 19, (b % 19) + 2)
  }

  private async record(account: AccountId, b: number): Promise<void> {
    const { journal, newId, clock } = this.world
    const { events } = await journal.record(account, ({ open }): EventDraft[] => {
      const fields = (entryId: EntryId) => ({ id: newId() as EventId, entryId, occurredAt: clock.now() })
      if (!open) return [{ ...fields(newId() as EntryId), type: 'start', description: '', project: null }]
      const type = b % 3 === 0 ? 'stop' : open.state === 'paused' ? 'resume' : 'pause'
      return [{ ...fields(open.id), type }]
    })
    for (const { id } of events) this.acknowledged.add(id as string as TaskId)
  }

  private async shot(account: AccountId, b: number): Promise<void> {
    const { journal, queue, newId } = this.world
    const entry = b % 2 === 0 ? await journal.open(account) : undefined
    const id = newId() as TaskId
    const of = entry ? { entryId: entry.id } : {}
    // Every third one comes twice: an answer may have been lost on its way to the caller.
    for (let times = b % 3 === 0 ? 2 : 1; times > 0; times -= 1) {
      const taken = await queue.enqueue({ id, account, entityType: 'screenshot', payload: { b }, ...of }).then(
        () => true,
        () => false,
      )
      if (taken) this.acknowledged.add(id)
    }
  }

  private async claim(account: AccountId, limit: number): Promise<void> {
    const lease = await this.world.queue.claim({ account, limit })
    if (!lease) return
    this.leases.push(lease)
    const overtaken = await this.world.file.read((connection) => connection.sql(OVERTAKEN).all(lease.token))
    expect(overtaken).toEqual([])
  }

  /** Also settles old leases, and the same one twice. */
  private async settle(a: number, b: number): Promise<void> {
    const lease = this.leases[a % Math.max(1, this.leases.length)]
    if (!lease) return
    const reason = { code: 'r', message: 'm' }
    const notBefore = this.world.clock.now() + b * 100
    const settlements = lease.tasks
      .slice(0, 1 + (b % 4))
      .map(({ id }, index): Settlement => ({ id, result: RESULTS[(a + index) % 4] ?? 'sent', notBefore, reason }))
    await this.world.queue.settle(lease.token, settlements)
  }
}

test('whatever is done in whatever order: counters are exact, nothing is lost, no lane lies', async () => {
  const world = await openForTest({ file: join(tempFolder(), 'a.db'), capacity: CAPACITY, synchronous: 'NORMAL' })
  const users = new Users(world)
  const seen = new Set<string>()
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 60 }), async (steps) => {
      for (const one of steps) {
        await users.do(one)
        await world.file.read((connection) => checkAll(connection, users))
        for (const [state, n] of Object.entries(await world.queue.counts())) if (n > 0) seen.add(state)
      }
    }),
    // A fixed seed, so that the check below, that the interesting states came up at all, cannot fail by chance.
    { numRuns: 60, seed: 20_261_122 },
  )
  for (const state of ['sent', 'cancelled', 'dropped']) expect(seen).toContain(state)
}, 60_000)

function checkAll(connection: Connection, users: Users): void {
  const query = (text: string) => connection.sql<Record<string, unknown>>(text).all()
  const counted = query(`SELECT account_id, state, count(*) AS n FROM tasks GROUP BY 1, 2
    UNION ALL SELECT account_id, 'dropped', count(*) FROM drops GROUP BY 1 ORDER BY 1, 2`)
  expect(query('SELECT * FROM counters WHERE n <> 0 ORDER BY account_id, state')).toEqual(counted)

  const present = new Set(query('SELECT id FROM tasks UNION ALL SELECT task_id FROM drops').map(({ id }) => id))
  const purged = Number(query("SELECT total(n) AS n FROM history WHERE what = 'delivered'")[0]?.n)
  expect([...users.acknowledged].filter((id) => !present.has(id))).toHaveLength(purged)

  expect(
    query("SELECT account_id FROM entries WHERE state IN ('running', 'paused') GROUP BY 1 HAVING count(*) > 1"),
  ).toEqual([])
  expect(query("SELECT id FROM tasks WHERE state IN ('sent', 'cancelled') AND payload IS NOT NULL")).toEqual([])
  expect(query("SELECT id FROM tasks WHERE (state = 'leased') <> (lease_token IS NOT NULL)")).toEqual([])
  const outOfOrder = `SELECT a.id FROM tasks AS a JOIN tasks AS b ON a.lane = b.lane AND a.seq < b.seq
    JOIN events AS first ON first.id = a.id JOIN events AS second ON second.id = b.id WHERE first.seq > second.seq`
  expect(query(outOfOrder)).toEqual([])
  expect(query(LEFT_OF_GIVEN_UP)).toEqual([])
  checkLanes(query)
  // What a sound file says is never taken for damage.
  expect(contentAgrees(connection.database)).toBe(true)
}

function checkLanes(query: (text: string) => Record<string, unknown>[]): void {
  const expected =
    query(`SELECT lane AS key, min(account_id) AS account_id, min(seq) AS head_seq, min(priority) AS priority
    FROM tasks WHERE state IN ('pending', 'leased', 'failed', 'dead') GROUP BY lane ORDER BY lane`)
  expect(query('SELECT key, account_id, head_seq, priority FROM lanes ORDER BY key')).toEqual(expected)
  const heads =
    query(`SELECT l.*, t.state AS head, (SELECT count(*) FROM tasks WHERE lane = l.key AND state = 'leased') AS leased,
    EXISTS (SELECT 1 FROM tasks WHERE lane = l.waits_for AND entity_type = 'time_entry_start'
      AND state IN ('pending', 'leased', 'failed', 'dead')) AS start_is_open
    FROM lanes AS l JOIN tasks AS t ON t.seq = l.head_seq`)
  for (const lane of heads) {
    const state = lane.leased ? 'leased' : lane.head === 'dead' ? 'blocked' : lane.start_is_open ? 'held' : undefined
    if (state) expect(lane).toMatchObject({ state })
    else expect(['ready', 'waiting']).toContain(lane.state)
    expect(lane.not_before === null || lane.state !== 'ready').toBe(true)
  }
  const leases = query(`SELECT token, open FROM leases ORDER BY token`)
  expect(leases).toEqual(
    query("SELECT lease_token AS token, count(*) AS open FROM tasks WHERE state = 'leased' GROUP BY 1 ORDER BY 1"),
  )
}
