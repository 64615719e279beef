import { join } from 'node:path'
import { type AccountId, CHANGE_FEED, LOCKS, STATE_STORE, type TaskId } from '@meantime/core'
import { ManualClock } from '@meantime/testkit'
import { describe, expect, test } from 'vitest'
import { queueReport } from '../src/index.js'
import { openForTest, tempFolder } from './support/open-app.js'

const ANN = 'ann' as AccountId
const DAY = 24 * 60 * 60_000

/** Two programs on one file and one clock. */
async function two() {
  const file = join(tempFolder(), 'a.db')
  const clock = new ManualClock()
  const [first, second] = [await openForTest({ file }, { clock }), await openForTest({ file }, { clock })]
  return { clock, locks: [first.app.get(LOCKS), second.app.get(LOCKS)] as const, first, second }
}

describe('a lock between processes', () => {
  test('is held by one, until it is released', async () => {
    const { locks } = await two()
    const held = await locks[0].tryAcquire('sync', 1000)
    expect(held?.epoch).toBe(1)
    expect(await locks[1].tryAcquire('sync', 1000)).toBeUndefined()
    expect(await locks[1].tryAcquire('another', 1000)).toMatchObject({ epoch: 1 })
    await held?.release()
    expect(await locks[1].tryAcquire('sync', 1000)).toMatchObject({ epoch: 2 })
  })

  test('is seen to be held, by the other program too, until it is released or over', async () => {
    const { locks, clock } = await two()
    const held = await locks[0].tryAcquire('sync', 1000)
    expect(await locks[1].isHeld?.('sync')).toBe(true)
    await held?.release()
    expect(await locks[1].isHeld?.('sync')).toBe(false)
    await locks[0].tryAcquire('sync', 1000)
    clock.advance(1000)
    expect(await locks[1].isHeld?.('sync')).toBe(false)
  })

  test('of a dead holder is free after its TTL, and the dead one cannot renew or release it', async () => {
    const { locks, clock } = await two()
    const dead = await locks[0].tryAcquire('sync', 1000)
    clock.advance(1000)
    const next = await locks[1].tryAcquire('sync', 1000)
    expect(next?.epoch).toBe(2)
    expect(await dead?.renew()).toBe(false)
    await dead?.release()
    expect(await locks[0].tryAcquire('sync', 1000)).toBeUndefined()
    expect(await next?.renew()).toBe(true)
  })

  test('is taken at once from a holder that is known to be dead, and only from that one', async () => {
    const { locks } = await two()
    // The two count their ids alike; an owner's is its own.
    await locks[1].tryAcquire('another', 60_000)
    const dead = await locks[0].tryAcquire('sync', 60_000)
    expect(await locks[1].tryAcquire('sync', 60_000, { takeFrom: 7 })).toBeUndefined()
    const next = await locks[1].tryAcquire('sync', 60_000, { takeFrom: dead?.epoch })
    expect(next?.epoch).toBe(2)
    expect(await dead?.renew()).toBe(false)
    // Somebody else who thinks the same of the first holder comes too late.
    expect(await locks[0].tryAcquire('sync', 60_000, { takeFrom: dead?.epoch })).toBeUndefined()
  })

  test('that is renewed stays held', async () => {
    const { locks, clock } = await two()
    const held = await locks[0].tryAcquire('sync', 1000)
    clock.advance(999)
    expect(await held?.renew()).toBe(true)
    clock.advance(999)
    expect(await locks[1].tryAcquire('sync', 1000)).toBeUndefined()
  })

  test('with a deadline that only a clock put back explains is free', async () => {
    const { locks, clock } = await two()
    await locks[0].tryAcquire('sync', 60_000)
    expect(await locks[1].tryAcquire('sync', 1000)).toBeUndefined()
    clock.set(clock.now() - 60 * 60_000)
    expect(await locks[1].tryAcquire('sync', 1000)).toMatchObject({ epoch: 2 })
  })
})

describe('shared state', () => {
  test('what is announced is told to the other program, everything else is not', async () => {
    const { first, second } = await two()
    const told = new Promise<void>((resolve) => second.app.get(CHANGE_FEED).onChange(resolve))
    const [mine, theirs] = [first.app.get(STATE_STORE), second.app.get(STATE_STORE)]
    let heard = 0
    second.app.get(CHANGE_FEED).onChange(() => {
      heard += 1
    })
    await mine.set('quiet', 1)
    await mine.update('announced', () => 2, { announce: true })
    await told
    expect(await theirs.get('announced')).toBe(2)
    const before = heard
    await mine.update('announced', (current) => current, { announce: true })
    await mine.set('quiet', 3)
    expect(heard).toBe(before)
  })

  test('is JSON that every process reads back, until it is set to undefined', async () => {
    const { first, second } = await two()
    const [mine, theirs] = [first.app.get(STATE_STORE), second.app.get(STATE_STORE)]
    expect(await mine.get('x')).toBeUndefined()
    await mine.set('x', { list: [1, null, 'ä'] })
    expect(await theirs.get('x')).toEqual({ list: [1, null, 'ä'] })
    await theirs.set('x', null)
    expect(await mine.get('x')).toBeNull()
    await mine.set('x', undefined)
    expect(await theirs.get('x')).toBeUndefined()
  })

  test('of one state, changed by both at once, lose no change', async () => {
    const { first, second } = await two()
    const [mine, theirs] = [first.app.get(STATE_STORE), second.app.get(STATE_STORE)]
    const add =
      (text: string) =>
      (list: readonly string[] = []) => [...list, text]
    const names = Array.from({ length: 20 }, (_, index) => `${index}`)
    await Promise.all(names.map((name, index) => (index % 2 === 0 ? mine : theirs).update('list', add(name))))
    expect([...((await mine.get<string[]>('list')) ?? [])].sort()).toEqual([...names].sort())
    expect(await mine.update('list', (list) => list)).toHaveLength(20)
    expect(await theirs.update('list', () => undefined)).toBeUndefined()
    expect(await mine.get('list')).toBeUndefined()
  })
})

describe('the report', () => {
  test('adds up: recorded = delivered + queued + parked + cancelled + dropped, also after a purge', async () => {
    const file = join(tempFolder(), 'a.db')
    const { queue, clock, newId } = await openForTest({ file, capacity: 4 })
    const shot = async () => {
      const id = newId() as TaskId
      await queue.enqueue({ id, account: ANN, entityType: 'screenshot', payload: {} })
      return id
    }
    const settle = async (result: 'sent' | 'dead', limit: number) => {
      const lease = await queue.claim({ account: ANN, limit })
      const reason = { code: 'r', message: 'm' }
      await queue.settle(lease?.token as never, lease?.tasks.map(({ id }) => ({ id, result, reason })) ?? [])
    }
    await shot()
    await shot()
    await settle('sent', 2)
    clock.advance(DAY)
    await shot()
    await settle('dead', 1)
    await queue.cancel([await shot()])
    await shot()
    clock.advance(7 * DAY)
    expect(await queue.purge()).toBe(2)

    const report = await queueReport(file)
    expect(report.totals).toEqual({ recorded: 5, delivered: 2, queued: 1, parked: 1, cancelled: 1, dropped: 0 })
    expect(report.days).toEqual([
      { day: '2026-01-05', recorded: 2, delivered: 2, dropped: 0 },
      { day: '2026-01-06', recorded: 3, delivered: 0, dropped: 0 },
    ])
  })

  test('counts what was given up', async () => {
    const file = join(tempFolder(), 'a.db')
    const { queue, journal, newId, clock } = await openForTest({ file, capacity: 1 })
    await queue.enqueue({ id: newId() as TaskId, account: ANN, entityType: 'activity', payload: {} })
    const fields = { id: newId() as never, entryId: newId() as never, occurredAt: clock.now() }
    await journal.record(ANN, () => [{ ...fields, type: 'start', description: '', project: null }])
    const report = await queueReport(file)
    expect(report.totals).toEqual({ recorded: 2, delivered: 0, queued: 1, parked: 0, cancelled: 0, dropped: 1 })
    expect(report.days).toEqual([{ day: '2026-01-05', recorded: 2, delivered: 0, dropped: 1 }])
  })

  test('counts what was purged and goes out again as recorded once', async () => {
    const file = join(tempFolder(), 'a.db')
    const { queue, journal, newId, clock } = await openForTest({ file })
    const start = async () => {
      const fields = { entryId: newId() as never, occurredAt: clock.now() }
      const draft = { ...fields, id: newId() as never, type: 'start', description: '', project: null } as const
      await journal.record(ANN, () => [draft, { ...fields, id: newId() as never, type: 'stop' }])
    }
    const deliver = async () => {
      const lease = await queue.claim({ account: ANN, limit: 10 })
      await queue.settle(lease?.token as never, lease?.tasks.map(({ id }) => ({ id, result: 'sent' })) ?? [])
    }
    await start()
    await deliver()
    clock.advance(8 * DAY)
    expect(await queue.purge()).toBe(2)
    await start()
    expect(await journal.reoffer(ANN)).toMatchObject({ events: 2 })
    const all = { recorded: 4, delivered: 0, queued: 4, parked: 0, cancelled: 0, dropped: 0 }
    expect((await queueReport(file)).totals).toEqual(all)
    await deliver()
    clock.advance(8 * DAY)
    expect(await queue.purge()).toBe(4)
    const { totals, days } = await queueReport(file)
    expect(totals).toEqual({ ...all, delivered: 4, queued: 0 })
    expect(days.map(({ recorded, delivered }) => [recorded, delivered])).toEqual([
      [2, 0],
      [2, 4],
    ])
  })

  test('of a missing file is a clear error', async () => {
    await expect(queueReport(join(tempFolder(), 'none.db'))).rejects.toMatchObject({ code: 'DATABASE_CANNOT_OPEN' })
  })
})

describe('a payload that the disk made unreadable', () => {
  test('parks its own task and hides nothing behind it', async () => {
    const { queue, file, newId } = await openForTest({ file: join(tempFolder(), 'a.db') })
    const ids: TaskId[] = []
    for (let n = 0; n < 3; n += 1) {
      const id = newId() as TaskId
      ids.push(id)
      await queue.enqueue({ id, account: ANN, entityType: 'activity', payload: { n } })
    }
    await file.write((connection) => connection.sql("UPDATE tasks SET payload = '{oops' WHERE seq < 3").run())
    const lease = await queue.claim({ account: ANN, limit: 1 })
    expect(lease?.tasks.map(({ id }) => id)).toEqual(ids.slice(2))
    expect(await queue.task(ids[0] as TaskId)).toMatchObject({ state: 'dead', reason: { code: 'PAYLOAD_UNREADABLE' } })
    expect(await queue.counts()).toMatchObject({ dead: 2, leased: 1 })
  })
})

describe('the hot path', () => {
  test('finds its rows by indexes, never by reading a table', async () => {
    const { file } = await openForTest({ file: join(tempFolder(), 'a.db') })
    const open = "state IN ('pending', 'leased', 'failed', 'dead')"
    const queries = [
      `SELECT key FROM lanes WHERE state = 'ready' AND account_id = 'a' ORDER BY priority, head_seq LIMIT 10`,
      `SELECT seq FROM tasks WHERE lane = 'l' AND priority < 2 AND ${open} ORDER BY seq LIMIT 10`,
      "SELECT key FROM lanes WHERE state = 'waiting' AND account_id = 'a' AND (not_before <= 1 OR not_before > 2)",
      "SELECT key FROM lanes WHERE state = 'ready' AND account_id = 'a' AND priority = 2 ORDER BY head_seq LIMIT 1",
      "SELECT key FROM lanes WHERE state IN ('held', 'waiting') AND priority = 2 ORDER BY head_seq LIMIT 1",
      "SELECT seq FROM tasks WHERE state = 'sent' AND sent_at < 5 ORDER BY sent_at LIMIT 10",
      "SELECT id FROM entries WHERE account_id = 'a' AND state IN ('running', 'paused')",
    ]
    const plans = await file.read((connection) =>
      queries.map((text) =>
        connection
          .sql<{ detail: string }>(`EXPLAIN QUERY PLAN ${text}`)
          .all()
          .map(({ detail }) => detail)
          .join('; '),
      ),
    )
    for (const plan of plans) {
      expect(plan).toMatch(/USING (COVERING )?INDEX/)
      expect(plan).not.toMatch(/TEMP B-TREE/)
    }
  })
})
