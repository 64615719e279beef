import { describe, expect, it } from 'vitest'
import { type Answer, applyAll, fails, harness, judged } from './harness.js'

const bad = { code: 'invalid-item', message: 'no' }

describe('partial success', () => {
  it('one rejected task is parked with its reason, all others arrive', async () => {
    const { manager, queue } = harness([judged({ t3: { kind: 'rejected', reason: bad } })])
    queue.addMany(10)
    const report = await manager.syncQueue()
    expect(report).toMatchObject({ status: 'waiting', sent: 9, dead: 1, left: 1 })
    expect(queue.state('t3')).toBe('dead')
    expect(queue.rows[3]?.reason).toEqual(bad)
  })

  it('a task that the server wants later costs an attempt and waits, without delaying others', async () => {
    const { manager, queue, clock } = harness([judged({ t0: { kind: 'retry', afterMs: 5000, reason: bad } }), applyAll])
    queue.addMany(20)
    const report = await manager.syncQueue()
    expect(report).toMatchObject({ sent: 19, failed: 1, left: 1 })
    expect(queue.rows[0]).toMatchObject({ state: 'failed', attempts: 1 })
    expect(queue.waiting.get('t0')).toBe(clock.now() + 5000)
  })

  it('a task without an answer is sent again later, and costs no attempt', async () => {
    const { manager, queue } = harness([judged({ t0: undefined })])
    queue.addMany(2)
    await manager.syncQueue()
    expect(queue.rows[0]).toMatchObject({ state: 'pending', attempts: 0 })
    expect(queue.waiting.has('t0')).toBe(true)
    expect(queue.sent).toEqual(['t1'])
  })

  it('a duplicate counts as delivered', async () => {
    const { manager, queue } = harness([judged({ t0: { kind: 'duplicate' } })])
    queue.addMany(1)
    expect(await manager.syncQueue()).toMatchObject({ status: 'drained', sent: 1 })
  })

  it('retryFailedTasks delivers a parked task again under the same id', async () => {
    const { manager, queue, transport } = harness([judged({ t0: { kind: 'rejected', reason: bad } }), applyAll])
    queue.addMany(1)
    await manager.syncQueue()
    expect((await manager.getRetryTasks()).map(({ id }) => id)).toEqual(['t0'])
    expect(await manager.retryFailedTasks()).toMatchObject({ status: 'drained', sent: 1 })
    expect(transport.batches).toEqual([['t0'], ['t0']])
  })

  it('a person who asks for a sync need not wait for a back-off', async () => {
    const { manager, queue } = harness([judged({ t0: { kind: 'retry', afterMs: 900_000, reason: bad } }), applyAll])
    queue.addMany(1)
    await manager.syncQueue()
    expect((await manager.syncQueue()).sent).toBe(0)
    expect((await manager.syncQueueNow()).sent).toBe(1)
  })
})

describe('a refused batch', () => {
  const refuses =
    (poison: string): Answer =>
    (batch, context) =>
      batch.some(({ id }) => id === poison) ? fails('invalid')(batch, context) : applyAll(batch, context)

  it('is cut in halves until the one bad task is alone; only that one is parked', async () => {
    const { manager, queue } = harness([refuses('t6')])
    queue.addMany(10)
    expect(await manager.syncQueue()).toMatchObject({ sent: 9, dead: 1 })
    expect(queue.state('t6')).toBe('dead')
  })

  it('never lets a later task of the bad one’s lane overtake it', async () => {
    const { manager, queue, transport } = harness([refuses('a1')])
    for (const id of ['a1', 'a2', 'a3']) queue.add(id, 'lane-a')
    queue.add('b1', 'lane-b')
    await manager.syncQueue()
    expect(queue.sent).toEqual(['b1'])
    expect(queue.state('a2')).toBe('pending')
    const accepted = transport.batches.filter((batch) => !batch.includes('a1'))
    expect(accepted.flat()).not.toContain('a2')
  })

  it('that is too large is cut in halves as well; a single task that is too large is parked', async () => {
    const tooLarge: Answer = (batch, context) =>
      batch.length > 2 || batch[0]?.id === 't0' ? fails('too-large')(batch, context) : applyAll(batch, context)
    const { manager, queue } = harness([tooLarge])
    queue.addMany(8)
    expect(await manager.syncQueue()).toMatchObject({ sent: 7, dead: 1 })
    expect(queue.state('t0')).toBe('dead')
  })
})
