import { describe, expect, it } from 'vitest'
import type { BatchResult, ReofferRequest, TaskId } from '../../src/index.js'
import { ACCOUNT, type Answer, answer, applyAll, harness } from './harness.js'

const KEY = `server-memory:${ACCOUNT}:http://127.0.0.1:1`
const blocked = (code: string) => ({ kind: 'blocked', reason: { code, message: code } }) as const

/** Knows nothing of what the client names; takes all from one that names nothing. */
const forgetful: Answer = (batch, { known }): BatchResult =>
  known === undefined
    ? { ...(applyAll(batch, {} as never) as BatchResult), latest: batch.at(-1)?.id as TaskId }
    : { ...answer(batch, () => blocked('earlier-work-unknown')), knows: false }

/** A journal of `parts` entries with one event each, which the queue has delivered. */
function world(script: Answer[], parts = 3) {
  const built = harness(script)
  const { queue, journal } = built
  const asked: ReofferRequest[] = []
  journal.reoffer = async (_account, request = {}) => {
    asked.push(request)
    if (request.entry !== undefined) queue.waiting.clear()
    const n = request.entry === undefined ? Number(request.after ?? 0) : parts - 1
    queue.add(`again-${n}`)
    const next = request.entry === undefined && n + 1 < parts ? { next: String(n + 1) } : {}
    return { events: 1, gone: 'next' in next ? 0 : 2, ...next }
  }
  return { ...built, asked }
}

describe('a server that forgot', () => {
  it('is told with each batch the latest task that it confirmed, and asked nothing before it did', async () => {
    const named: unknown[] = []
    const { manager, queue, state } = harness([
      (batch, { known }) => {
        named.push(known)
        return { ...answer(batch, () => ({ kind: 'applied' })), latest: batch.at(-1)?.id as TaskId }
      },
    ])
    queue.addMany(30)
    await manager.syncQueue()
    expect(named).toEqual([undefined, 't9'])
    expect(state.get(KEY)).toEqual({ known: 't29' })
  })

  it('gets everything again before anything else is sent, and what it said of the batch is void', async () => {
    const { manager, queue, transport, state, asked } = world([forgetful])
    state.set(KEY, { known: 'lost' })
    queue.add('new')
    const report = await manager.syncQueue()
    expect(asked).toEqual([{}, { after: '1' }, { after: '2' }])
    expect(transport.batches[0]).toEqual(['new'])
    expect(transport.batches[1]).toEqual(['new', 'again-0', 'again-1', 'again-2'])
    expect(report).toMatchObject({ status: 'drained', reoffered: 3, gone: 2, left: 0, sent: 4 })
    expect(state.get(KEY)).toEqual({ known: 'again-2' })
    expect(await manager.lastSync()).toMatchObject({ reoffered: 3 })
  })

  it('is offered the rest after a crash in the middle, also when nothing new was recorded', async () => {
    const { manager, queue, journal, transport, state, asked } = world([forgetful])
    state.set(KEY, { known: 'lost' })
    queue.add('new')
    const { reoffer } = journal
    journal.reoffer = async (account, request) => {
      if (request?.after === '1') throw new Error('the process died')
      return reoffer(account, request)
    }
    await expect(manager.syncQueue()).rejects.toThrow('the process died')
    expect(transport.batches).toHaveLength(1)

    journal.reoffer = reoffer
    for (const row of queue.rows) row.state = 'sent'
    expect(await manager.hasWork()).toBe(true)
    await manager.syncQueue()
    expect(asked).toEqual([{}, { after: '1' }, { after: '2' }])
    expect(queue.state('again-2')).toBe('sent')
    expect(await manager.hasWork()).toBe(false)
  })

  it('is left alone when it forgets a second time in one run what it confirmed in it', async () => {
    const { manager, queue, state, transport } = world([
      (batch, context) =>
        batch.length === 1 || context.known !== undefined
          ? { ...answer(batch, () => blocked('earlier-work-unknown')), knows: false }
          : { ...answer(batch, () => ({ kind: 'applied' })), latest: 'x' as TaskId },
    ])
    state.set(KEY, { known: 'lost' })
    queue.addMany(30)
    const report = await manager.syncQueue()
    expect(report).toMatchObject({ status: 'failing', problem: { code: 'SERVER_ERROR' } })
    expect(transport.batches.length).toBeLessThan(5)
    expect(state.get(KEY)).toEqual({ offer: {} })
  })

  it('gets one entry again whose start it does not know, once in a run', async () => {
    const unknown: Answer = (batch) =>
      answer(batch, ({ id }) => (id === 'stop' ? blocked('entry-unknown') : { kind: 'applied' }))
    const { manager, queue, asked, transport } = world([unknown])
    queue.add('stop', 'entry', 'time_entry_stop')
    expect(await manager.syncQueue()).toMatchObject({ status: 'waiting', reoffered: 1 })
    expect(asked).toEqual([{ entry: 'entry' }])
    expect(transport.batches.filter((batch) => batch.includes('stop'))).toHaveLength(2)
  })

  it('gets everything when a person asks, also when another process delivers at first', async () => {
    const { manager, locks, asked, queue } = world([applyAll])
    locks.held = true
    expect((await manager.syncEverything()).status).toBe('busy')
    locks.held = false
    expect(await manager.syncQueue()).toMatchObject({ status: 'drained', reoffered: 3 })
    expect(queue.sent).toHaveLength(3)
    expect(await manager.syncQueue()).toMatchObject({ reoffered: 0 })
    expect(asked).toHaveLength(3)
  })

  it('is an older one that says nothing about it: nothing changes', async () => {
    const { manager, queue, state, asked } = world([applyAll])
    queue.add('new')
    expect(await manager.syncQueue()).toMatchObject({ status: 'drained', reoffered: 0, gone: 0 })
    expect(state.has(KEY)).toBe(false)
    expect(asked).toEqual([])
  })
})
