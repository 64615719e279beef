import { describe, expect, it } from 'vitest'
import { lastSyncKey } from '../../src/index.js'
import { ACCOUNT, fails, harness } from './harness.js'

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
