import { afterEach, describe, expect, it } from 'vitest'
import { BackgroundSync, type Clock, NetworkWatch, silentLogger, TransportError } from '../../src/index.js'
import { type Answer, applyAll, harness } from './harness.js'

/** Sleeps until it is told to wake; so the test decides when an interval is over. */
class TickingClock implements Clock {
  private sleepers: (() => void)[] = []
  now = () => 0
  monotonic = () => 0
  zone = () => 'UTC'
  sleep = (_ms: number, signal?: AbortSignal) =>
    new Promise<void>((resolve, reject) => {
      this.sleepers.push(resolve)
      signal?.addEventListener('abort', () => reject(signal.reason))
    })
  tick(): void {
    for (const wake of this.sleepers.splice(0)) wake()
  }
}

let running: BackgroundSync | undefined
afterEach(async () => running?.stop())

/** Every stub answers within microtasks, so a few turns of the event loop are all that can be under way. */
async function settled(): Promise<void> {
  for (let turn = 0; turn < 10; turn += 1) await new Promise((resolve) => setImmediate(resolve))
}

function background(script: Answer[]) {
  const h = harness(script)
  const clock = new TickingClock()
  let changed: () => void = () => undefined
  let signedIn: () => void = () => undefined
  const auth = {
    ...h.auth,
    onTokensSet: (listener: () => void) => {
      signedIn = listener
      return () => undefined
    },
  }
  const feed = {
    onChange: (listener: () => void) => {
      changed = listener
      return () => undefined
    },
  }
  const network = new NetworkWatch(clock, { addresses: () => [] })
  let back: () => void = () => undefined
  network.onBack = (listener) => {
    back = listener
    return () => undefined
  }
  running = new BackgroundSync(h.manager, auth, feed, network, clock, silentLogger)
  running.start()
  return {
    ...h,
    tick: () => clock.tick(),
    changed: () => changed(),
    signedIn: () => signedIn(),
    networkIsBack: () => back(),
  }
}

describe('background sync', () => {
  it('delivers what waits at the start, and again after each change', async () => {
    const h = background([applyAll])
    h.queue.addMany(2)
    await settled()
    h.queue.add('later')
    h.changed()
    await settled()
    expect(h.queue.sent).toEqual(['t0', 't1', 'later'])
  })

  it('tries again by itself when the network is back, and when tokens were set', async () => {
    const down: Answer = () => {
      throw new TransportError({ failure: 'offline', message: 'down' })
    }
    const h = background([down])
    h.queue.addMany(1)
    h.changed()
    await settled()
    expect(h.queue.sent).toEqual([])
    h.transport.script = [applyAll]
    h.clock.time += 60_000
    h.tick()
    await settled()
    expect(h.queue.sent).toEqual(['t0'])
    h.state.set('breaker:http://127.0.0.1:1', { failures: 3, until: h.clock.time + 50_000, asked: false })
    h.queue.add('t1')
    h.signedIn()
    await settled()
    expect(h.queue.sent).toEqual(['t0', 't1'])
    h.state.set('breaker:http://127.0.0.1:1', { failures: 3, until: h.clock.time + 50_000, asked: false })
    h.queue.add('t2')
    h.networkIsBack()
    await settled()
    expect(h.queue.sent).toEqual(['t0', 't1', 't2'])
  })

  it('that is stopped while it looks for work begins no run any more', async () => {
    const h = background([applyAll])
    await settled()
    h.queue.addMany(1)
    h.changed()
    // The loop has woken and asks whether there is work; nobody runs whom `stop` could end.
    const nextDueAt = h.queue.nextDueAt.bind(h.queue)
    let stopped: Promise<void> | undefined
    h.queue.nextDueAt = async () => {
      stopped ??= running?.stop()
      return nextDueAt()
    }
    await settled()
    await stopped
    expect(h.transport.batches).toEqual([])
  })

  it('asks nothing of the network or the lock while there is nothing to deliver', async () => {
    const h = background([applyAll])
    await settled()
    h.tick()
    h.changed()
    await settled()
    expect(h.locks.asked).toBe(0)
    expect(h.transport.batches).toEqual([])
  })
})
