import { describe, expect, it } from 'vitest'
import { type Answer, answer, applyAll, fails, harness } from './harness.js'

describe('a server in trouble', () => {
  it('offline ends the run after one more try, and nothing costs an attempt', async () => {
    const { manager, queue, transport } = harness([fails('offline')])
    queue.addMany(3)
    const report = await manager.syncQueue()
    expect(report).toMatchObject({ status: 'offline', sent: 0, left: 3, problem: { code: 'SERVER_UNREACHABLE' } })
    expect(transport.batches).toHaveLength(2)
    expect(queue.rows.every(({ state, attempts }) => state === 'pending' && attempts === 0)).toBe(true)
  })

  it('a lost answer is asked for again in the same run', async () => {
    const { manager, queue } = harness([fails('offline'), applyAll])
    queue.addMany(3)
    expect(await manager.syncQueue()).toMatchObject({ status: 'drained', sent: 3 })
  })

  it('500s make batches smaller and are tried again within the run', async () => {
    const { manager, queue, transport, clock } = harness([fails('server'), fails('server'), applyAll])
    queue.addMany(12)
    expect(await manager.syncQueue()).toMatchObject({ status: 'drained', sent: 12 })
    expect(transport.batches.map((batch) => batch.length).slice(0, 3)).toEqual([10, 5, 2])
    expect(clock.slept).toHaveLength(2)
  })

  it('one task that makes the server fail is soon alone and waits, while all others arrive', async () => {
    const crashes: Answer = (batch, context) =>
      batch.some(({ id }) => id === 't4') ? fails('server')(batch, context) : applyAll(batch, context)
    const { manager, queue } = harness([crashes], { patienceMs: 60_000 })
    queue.addMany(30)
    await manager.syncQueue()
    expect(queue.sent).toHaveLength(29)
    expect(queue.rows[4]).toMatchObject({ state: 'pending', attempts: 0 })
  })

  it('that stays sick ends the run instead of being hammered', async () => {
    const { manager, queue, transport } = harness([fails('server')], { patienceMs: 1_000_000 })
    queue.addMany(500)
    expect(await manager.syncQueue()).toMatchObject({ status: 'failing', sent: 0, left: 500 })
    expect(transport.batches.length).toBeLessThanOrEqual(9)
  })

  it('that answers nothing is told as that, also when each of a few tasks was set aside as the possible reason', async () => {
    const { manager, queue, state } = harness([fails('server')], { patienceMs: 1_000_000 })
    queue.addMany(2)
    expect(await manager.syncQueue()).toMatchObject({ status: 'failing', sent: 0, problem: { code: 'SERVER_ERROR' } })
    expect(queue.waiting.size).toBe(2)
    expect([...state.keys()].some((key) => key.startsWith('breaker:'))).toBe(true)
  })

  it('or one bad task that is alone: it is told, and what is recorded a moment later does not wait for a rest', async () => {
    const crashes: Answer = (batch, context) =>
      batch.some(({ id }) => id === 't0') ? fails('server')(batch, context) : applyAll(batch, context)
    const { manager, queue, state } = harness([crashes], { patienceMs: 1_000_000 })
    queue.addMany(1)
    expect(await manager.syncQueue()).toMatchObject({ status: 'failing', problem: { code: 'SERVER_ERROR' } })
    expect([...state.keys()].filter((key) => key.startsWith('breaker:'))).toEqual([])
    queue.add('good', 'lane-good')
    expect(await manager.syncQueue()).toMatchObject({ sent: 1 })
  })

  it('a Retry-After that fits is waited for, a longer one ends the run and is told', async () => {
    const short = harness([fails('throttled', 3000), applyAll])
    short.queue.addMany(1)
    expect(await short.manager.syncQueue()).toMatchObject({ status: 'drained' })
    expect(short.clock.slept).toEqual([3000])
    const long = harness([fails('throttled', 60_000)])
    long.queue.addMany(1)
    expect(await long.manager.syncQueue()).toMatchObject({ status: 'failing', retryAt: long.clock.now() + 60_000 })
  })

  it.each(['forbidden', 'upgrade', 'not-meantime'] as const)('%s ends the run at once', async (failure) => {
    const { manager, queue, transport } = harness([fails(failure)])
    queue.addMany(2)
    expect(await manager.syncQueue()).toMatchObject({ status: 'refused', left: 2 })
    expect(transport.batches).toHaveLength(1)
  })

  it('results that come after the lease was lost change nothing and are not counted', async () => {
    const h = harness([
      (batch) => {
        h.queue.loseLease()
        return answer(batch, () => ({ kind: 'applied' }))
      },
    ])
    h.queue.addMany(1)
    const report = await h.manager.syncQueue()
    expect(report.sent).toBe(0)
    expect(h.queue.state('t0')).toBe('leased')
  })

  it.each(['invalid', 'unauthorized'] as const)(
    'a request that would follow on %s is not sent when the lease was lost meanwhile',
    async (failure) => {
      const h = harness([
        (batch, context) => {
          h.queue.loseLease()
          return fails(failure)(batch, context)
        },
        applyAll,
      ])
      h.queue.addMany(4)
      expect((await h.manager.syncQueue()).sent).toBe(0)
      expect(h.transport.batches).toHaveLength(1)
    },
  )
})
