import { describe, expect, it } from 'vitest'
import { authRequiredError, isAuthRequiredError, lastSyncKey, type Outcome, TransportError } from '../../src/index.js'
import { ACCOUNT, type Answer, answer, applyAll, harness } from './harness.js'

const fails = (failure: TransportError['failure'], retryAfterMs?: number): Answer => {
  return () => {
    throw new TransportError({ failure, message: failure, ...(retryAfterMs === undefined ? {} : { retryAfterMs }) })
  }
}

const judged =
  (verdicts: Record<string, Outcome | undefined>): Answer =>
  (batch) =>
    answer(batch, ({ id }) => (id in verdicts ? verdicts[id] : { kind: 'applied' }))

const bad = { code: 'invalid-item', message: 'no' }

describe('a run', () => {
  it('goes on until the queue is drained, in batches of 10, 50, then 100', async () => {
    const { manager, queue, transport } = harness()
    queue.addMany(400)
    const report = await manager.syncQueue()
    expect(transport.batches.map((batch) => batch.length)).toEqual([10, 50, 100, 100, 100, 40])
    expect(report).toMatchObject({ status: 'drained', sent: 400, left: 0, batches: 6 })
  })

  it('tells after each batch what is sent and what is left', async () => {
    const { manager, queue } = harness()
    queue.addMany(70)
    const seen: unknown[] = []
    manager.onProgress((progress) => seen.push(progress))
    await manager.syncQueue()
    expect(seen).toEqual([
      { sent: 10, left: 60, bytes: 1000, limit: 50 },
      { sent: 60, left: 10, bytes: 6000, limit: 100 },
      { sent: 70, left: 0, bytes: 7000, limit: 100 },
    ])
  })

  it('survives a progress listener that throws', async () => {
    const { manager, queue } = harness()
    queue.addMany(1)
    manager.onProgress(() => {
      throw new Error('a broken screen')
    })
    expect((await manager.syncQueue()).sent).toBe(1)
  })

  it('remembers for every process what came of it', async () => {
    const { manager, queue, state } = harness([fails('offline')])
    queue.addMany(1)
    await manager.syncQueue()
    expect(state.get(lastSyncKey(ACCOUNT))).toMatchObject({
      status: 'offline',
      problem: { code: 'SERVER_UNREACHABLE' },
    })
    expect(await manager.lastSync()).toMatchObject({ status: 'offline' })
  })
})

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

describe('a server that just failed', () => {
  it('is left alone by automatic runs, also of other processes, until its rest is over', async () => {
    const { manager, queue, transport, clock } = harness([fails('offline'), fails('offline'), applyAll])
    queue.addMany(1)
    await manager.syncQueue()
    expect(await manager.syncQueue()).toMatchObject({ status: 'failing', sent: 0, problem: { code: 'SERVER_RESTS' } })
    expect(transport.batches).toHaveLength(2)
    expect(await manager.lastSync()).toMatchObject({ status: 'offline' })
    clock.time += 60_000
    expect(await manager.syncQueue()).toMatchObject({ status: 'drained', sent: 1 })
  })

  it('is asked at once when a person wants to', async () => {
    const { manager, queue } = harness([fails('offline'), fails('offline'), applyAll])
    queue.addMany(1)
    await manager.syncQueue()
    expect(await manager.syncQueueNow()).toMatchObject({ status: 'drained', sent: 1 })
  })

  it('tells the person what came of it, also when an automatic run joined meanwhile and left the server alone', async () => {
    const { manager, queue } = harness([fails('offline'), fails('offline')])
    queue.addMany(1)
    const asked = manager.syncQueueNow()
    await Promise.resolve()
    void manager.syncQueue()
    expect(await asked).toMatchObject({ status: 'offline', left: 1, problem: { code: 'SERVER_UNREACHABLE' } })
  })

  it('rests no longer than 15 minutes, whatever it asked for and wherever the clock was set', async () => {
    const { manager, queue, clock } = harness([fails('throttled', 86_400_000), fails('throttled', 600_000), applyAll])
    queue.addMany(1)
    await manager.syncQueue()
    clock.time += 15 * 60_000
    expect((await manager.syncQueue()).problem?.code).toBe('THROTTLED')
    clock.time -= 60 * 60_000
    expect((await manager.syncQueue()).sent).toBe(1)
  })

  it('that asked for a longer rest gets it; a deadline from a clock that was put back is no deadline', async () => {
    const { manager, queue, clock, state } = harness([fails('throttled', 600_000), applyAll])
    queue.addMany(1)
    await manager.syncQueue()
    clock.time += 500_000
    expect((await manager.syncQueue()).sent).toBe(0)
    clock.time += 200_000
    expect((await manager.syncQueue()).sent).toBe(1)
    queue.add('after')
    state.set('breaker:http://127.0.0.1:1', { failures: 3, until: clock.time + 365 * 86_400_000, asked: false })
    expect((await manager.syncQueue()).sent).toBe(1)
  })

  it('that answers again is trusted again', async () => {
    const { manager, queue, clock, state } = harness([fails('offline'), fails('offline'), applyAll])
    queue.addMany(1)
    await manager.syncQueue()
    clock.time += 60_000
    await manager.syncQueue()
    expect(state.get('breaker:http://127.0.0.1:1')).toBeNull()
  })
})

describe('signing in', () => {
  it('without an account a sync ends at once, typed, and no task is touched', async () => {
    const { manager, queue, transport } = harness([applyAll], { signedIn: false })
    queue.addMany(1)
    await expect(manager.syncQueue()).rejects.toSatisfy(isAuthRequiredError)
    await expect(manager.syncQueueNow()).rejects.toSatisfy(isAuthRequiredError)
    expect(transport.batches).toEqual([])
    expect(queue.claims).toBe(0)
  })

  it('a 401 is answered by one refresh, and the batch goes out with the new token', async () => {
    const { manager, queue, transport, auth } = harness([fails('unauthorized'), applyAll])
    queue.addMany(30)
    expect(await manager.syncQueue()).toMatchObject({ status: 'drained', sent: 30 })
    expect(auth.refreshes).toBe(1)
    expect(transport.tokens).toEqual(['token-0', 'token-1', 'token-1'])
  })

  it('a 401 that stays after the refresh asks for signing in; tasks stay as they were', async () => {
    const { manager, queue } = harness([fails('unauthorized')])
    queue.addMany(2)
    await expect(manager.syncQueue()).rejects.toSatisfy(isAuthRequiredError)
    expect(queue.rows.map(({ state, attempts }) => [state, attempts])).toEqual([
      ['pending', 0],
      ['pending', 0],
    ])
    expect(await manager.lastSync()).toMatchObject({ status: 'auth-required' })
  })

  it('a refresh that finds no network is offline, not signed out', async () => {
    const { manager, queue, auth } = harness()
    queue.addMany(1)
    auth.fail = new TransportError({ failure: 'offline', message: 'no route' })
    expect(await manager.syncQueue()).toMatchObject({ status: 'offline' })
    auth.fail = authRequiredError()
    await expect(manager.syncQueueNow()).rejects.toSatisfy(isAuthRequiredError)
  })
})

describe('single flight', () => {
  it('calls from every entry point while one runs join it: one batch at a time, nothing twice', async () => {
    let inside = 0
    let most = 0
    const slow: Answer = async (batch) => {
      inside += 1
      most = Math.max(most, inside)
      await new Promise((resolve) => setImmediate(resolve))
      inside -= 1
      return answer(batch, () => ({ kind: 'applied' }))
    }
    const { manager, queue, transport } = harness([slow])
    queue.addMany(100)
    await Promise.all([manager.syncQueue(), manager.syncQueueNow(), manager.retryFailedTasks(), manager.syncQueue()])
    expect(most).toBe(1)
    expect(transport.batches.flat()).toHaveLength(100)
  })

  it('what was enqueued before joining is delivered by the run that was joined', async () => {
    const h = harness()
    h.queue.addMany(1)
    h.locks.whenReleased = () => {
      h.locks.whenReleased = () => undefined
      h.queue.add('late')
      void h.manager.syncQueue()
    }
    await h.manager.syncQueue()
    expect(h.queue.sent).toContain('late')
  })

  it('tokens that are set while a run ends for want of them are used by the same run', async () => {
    const h = harness()
    h.queue.addMany(1)
    h.auth.failOnce = authRequiredError()
    const first = h.manager.syncQueue()
    await Promise.all([first, h.manager.syncQueue()])
    expect(h.queue.sent).toEqual(['t0'])
  })

  it('while another process delivers, a run says so and sends nothing', async () => {
    const { manager, queue, transport, locks } = harness()
    queue.addMany(1)
    locks.held = true
    expect(await manager.syncQueue()).toMatchObject({ status: 'busy', left: 1 })
    expect(transport.batches).toEqual([])
  })

  it('what another process enqueued while it was told “busy” is not left behind', async () => {
    const { manager, queue, locks } = harness()
    queue.addMany(1)
    locks.whenReleased = () => {
      locks.whenReleased = () => undefined
      queue.add('theirs')
    }
    await manager.syncQueue()
    expect(queue.sent).toEqual(['t0', 'theirs'])
  })

  it('a queue that promises work and gives none does not keep the process busy', async () => {
    const { manager, queue } = harness()
    queue.nextDueAt = async () => 0
    await manager.syncQueue()
    expect(queue.claims).toBe(2)
  })

  it('stop ends a run and gives back what it had claimed', async () => {
    const hang: Answer = (_batch, { signal }) =>
      new Promise((_resolve, reject) => {
        signal.addEventListener('abort', () => reject(new TransportError({ failure: 'aborted', message: 'stopped' })))
      })
    const { manager, queue } = harness([hang])
    queue.addMany(2)
    const run = manager.syncQueue()
    await new Promise((resolve) => setImmediate(resolve))
    await manager.stop()
    expect(await run).toMatchObject({ status: 'cancelled', sent: 0 })
    expect(queue.rows.every(({ state }) => state === 'pending')).toBe(true)
    queue.addMany(1, 'after')
    manager.syncQueue().catch(() => undefined)
    await manager.stop()
  })
})
