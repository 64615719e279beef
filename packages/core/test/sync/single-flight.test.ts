import { describe, expect, it } from 'vitest'
import { authRequiredError, TransportError } from '../../src/index.js'
import { type Answer, answer, harness } from './harness.js'

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
