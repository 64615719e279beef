import { describe, expect, it } from 'vitest'
import { TransportError } from '../../src/index.js'
import { type Answer, answer, applyAll, harness } from './harness.js'

const BREAKER = 'breaker:http://127.0.0.1:1'

const fails = (failure: TransportError['failure']): Answer => {
  return () => {
    throw new TransportError({ failure, message: failure })
  }
}

/** Answers nothing until the run is stopped. */
const hangs: Answer = (_batch, { signal }) =>
  new Promise((_resolve, reject) => {
    signal.addEventListener('abort', () => reject(new TransportError({ failure: 'aborted', message: 'stopped' })))
  })

const turn = () => new Promise((resolve) => setImmediate(resolve))

describe('of several processes that find the rest of a server over', () => {
  it('one sends the probe: whoever waited for the lock meanwhile sees that it failed', async () => {
    const h = harness()
    h.queue.addMany(1)
    h.locks.whenAsked = () => h.state.set(BREAKER, { failures: 1, until: h.clock.time + 5000, asked: false })
    expect(await h.manager.syncQueue()).toMatchObject({ status: 'failing', problem: { code: 'SERVER_RESTS' } })
    expect(h.transport.batches).toEqual([])
    expect(h.locks.held).toBe(false)
  })

  it('a failed probe is written down before the next one can have the lock', async () => {
    const h = harness([fails('offline')])
    h.queue.addMany(1)
    let seen: unknown
    h.locks.whenReleased = () => {
      seen = h.state.get(BREAKER)
    }
    await h.manager.syncQueue()
    expect(seen).toMatchObject({ failures: 1 })
  })

  it('a person who asks passes, also when the probe of another one failed meanwhile', async () => {
    const h = harness()
    h.queue.addMany(1)
    h.locks.whenAsked = () => h.state.set(BREAKER, { failures: 1, until: h.clock.time + 5000, asked: false })
    expect(await h.manager.syncQueueNow()).toMatchObject({ status: 'drained', sent: 1 })
  })
})

describe('a run that is stopped', () => {
  it('in the middle of a request does not make the next start leave the server alone', async () => {
    const h = harness([hangs, applyAll])
    h.queue.addMany(1)
    const run = h.manager.syncQueue()
    await turn()
    await h.manager.stop()
    expect(await run).toMatchObject({ status: 'cancelled' })
    expect(h.state.get(BREAKER) ?? undefined).toBeUndefined()
    expect(await h.manager.syncQueue()).toMatchObject({ status: 'drained', sent: 1 })
  })

  it('while it waits for a sick server does not make that one well', async () => {
    const h = harness([fails('server')])
    h.queue.addMany(1)
    const rest = { failures: 4, until: h.clock.time, asked: false }
    h.state.set(BREAKER, rest)
    h.clock.sleep = async () => {
      void h.manager.stop()
    }
    expect(await h.manager.syncQueue()).toMatchObject({ status: 'cancelled' })
    expect(h.state.get(BREAKER)).toEqual(rest)
  })
})

describe('the lock of whoever delivers', () => {
  /** The clock on the wall goes on during the first request, the other one does not: so it is after a sleep. */
  const sleepsInFirstRequest = (h: ReturnType<typeof harness>, ms: number) => {
    const monotonic = h.clock.time
    h.clock.monotonic = () => monotonic
    h.transport.script = [
      (batch) => {
        h.clock.time += ms
        return answer(batch, () => ({ kind: 'applied' }))
      },
      applyAll,
    ]
  }

  it.each([60 * 60_000, -60 * 60_000])(
    'is asked for again after a sleep or a clock that was set (%i ms)',
    async (ms) => {
      const h = harness()
      h.queue.addMany(20)
      sleepsInFirstRequest(h, ms)
      expect(await h.manager.syncQueue()).toMatchObject({ status: 'drained', sent: 20 })
      expect(h.locks.renewals).toBe(1)
    },
  )

  it('that somebody else has by then ends the run, before it sends anything more', async () => {
    const h = harness()
    h.queue.addMany(20)
    sleepsInFirstRequest(h, 60 * 60_000)
    h.locks.renewable = false
    expect(await h.manager.syncQueue()).toMatchObject({ status: 'busy', sent: 10, left: 10 })
    expect(h.transport.batches).toHaveLength(1)
  })
})

describe('a server that takes less at a time', () => {
  it('is sent smaller batches from then on, not the same large ones again', async () => {
    const atMost = (most: number): Answer => {
      return (batch, context) => (batch.length > most ? fails('too-large')(batch, context) : applyAll(batch, context))
    }
    const h = harness([atMost(20)])
    h.queue.addMany(200)
    expect(await h.manager.syncQueue()).toMatchObject({ status: 'drained', sent: 200 })
    // 10 pass; then 50 do not, and of the halves 25 do not; then 25 do not; then it is 12, and so on.
    expect(h.transport.batches.slice(0, 11).map(({ length }) => length)).toEqual([
      10, 50, 25, 13, 12, 25, 13, 12, 25, 13, 12,
    ])
    expect(Math.max(...h.transport.batches.map(({ length }) => length))).toBe(50)
  })
})

describe('a firewall in between', () => {
  it('that refuses one task for what it holds stops no other: that one is soon alone and waits, at no cost', async () => {
    const refuses: Answer = (batch, context) => {
      if (!batch.some(({ id }) => id === 't4')) return applyAll(batch, context)
      throw new TransportError({ failure: 'not-meantime', mayBeATask: true, message: 'Forbidden' })
    }
    const h = harness([refuses], { patienceMs: 60_000 })
    h.queue.addMany(30)
    await h.manager.syncQueue()
    expect(h.queue.sent).toHaveLength(29)
    expect(h.queue.rows[4]).toMatchObject({ state: 'pending', attempts: 0 })
    expect(h.queue.waiting.has('t4')).toBe(true)
  })
})

describe('a server that dies of one task', () => {
  /** And is not back in time for the next request of the run. */
  const dies = (): Answer => {
    let down = false
    return (batch, context) => {
      const comesBack = down
      down = !comesBack && batch.some(({ id }) => id === 't4')
      if (!down && !comesBack) return applyAll(batch, context)
      throw new TransportError({ failure: 'offline', mayBeATask: down, message: 'reset' })
    }
  }

  it.each(['one program', 'a program for each run'])(
    'gets all others from %s, and the task is not parked',
    async (who) => {
      const first = harness([dies()])
      first.queue.addMany(30)
      let { manager } = first
      for (let run = 0; run < 8; run += 1) {
        await manager.syncQueue()
        first.clock.time += 60_000
        if (who !== 'one program') manager = first.another()
      }
      expect(first.queue.sent).toHaveLength(29)
      expect(first.queue.rows[4]).toMatchObject({ state: 'pending', attempts: 0 })
    },
  )

  it('a connection that broke once or twice makes nobody wait', async () => {
    const reset: Answer = () => {
      throw new TransportError({ failure: 'offline', mayBeATask: true, message: 'reset' })
    }
    const h = harness([reset, reset, applyAll])
    h.queue.addMany(1)
    await h.manager.syncQueue()
    expect(h.queue.waiting.size).toBe(0)
    expect(await h.manager.syncQueueNow()).toMatchObject({ status: 'drained', sent: 1 })
  })
})
