import { describe, expect, it } from 'vitest'
import { applyAll, fails, harness } from './harness.js'

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
