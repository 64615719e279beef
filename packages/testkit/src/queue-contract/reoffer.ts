import type { TaskId } from '@meantime/core'
import { expect, it } from 'vitest'
import { ANN, BOB, DAY, MINUTE, type OpenScene, type Scene } from './scene.js'

/** What a journal and its queue promise for a server that forgot what it had confirmed. */
export function describeReoffer(open: OpenScene): void {
  it('what was delivered goes out again, under its own ids, in its order and with the same content', async () => {
    const scene = await open()
    const { entry, start, stop } = await scene.worked()
    const [first] = await leaseAndSend(scene)
    expect(await all(scene)).toBe(2)
    const lease = await scene.mustClaim()
    expect(lease.tasks.map(({ id }) => id)).toEqual([start, stop])
    expect(lease.tasks[0]).toEqual(first)
    expect(lease.tasks.every(({ lane }) => lane === entry)).toBe(true)
  })

  it('a forgotten start goes before the stop that waits already, also when its receipt was purged', async () => {
    for (const days of [0, 8]) {
      const scene = await open()
      const { entry, task } = await scene.start()
      await scene.settleAll('sent')
      scene.clock.advance(days * DAY)
      expect(await scene.queue.purge()).toBe(days === 0 ? 0 : 1)
      const stop = await scene.stop(entry)
      expect(await all(scene)).toBe(1)
      expect(await scene.claimedIds()).toEqual([task, stop])
    }
  })

  it('purged and kept receipts of one entry go out in the order in which they were recorded', async () => {
    const scene = await open()
    const { entry, task } = await scene.start()
    await scene.settleAll('sent')
    scene.clock.advance(6 * DAY)
    const pause = await scene.pause(entry)
    await scene.settleAll('sent')
    scene.clock.advance(2 * DAY)
    await scene.queue.purge()
    const resume = await scene.resume(entry)
    expect(await all(scene)).toBe(2)
    const stop = await scene.stop(entry)
    expect(await scene.claimedIds()).toEqual([task, pause, resume, stop])
  })

  it('a receipt lost between two others finds its old place', async () => {
    const scene = await open()
    const { entry, task } = await scene.start()
    const pause = await scene.pause(entry)
    const lease = await scene.mustClaim({ limit: 1 })
    scene.clock.advance(10 * MINUTE)
    await scene.queue.settle(lease.token, [{ id: task, result: 'sent' }])
    // The clock is put back, so that the later one's receipt is the older.
    const now = scene.clock.now()
    scene.clock.set(now - 5 * DAY)
    await scene.settleAll('sent')
    scene.clock.set(now + 4 * DAY)
    expect(await scene.queue.purge()).toBe(1)
    const resume = await scene.resume(entry)
    expect(await all(scene)).toBe(2)
    expect(await scene.claimedIds()).toEqual([task, pause, resume])
  })

  it('offering twice is offering once', async () => {
    const scene = await open()
    const { start, stop } = await scene.worked()
    await scene.settleAll('sent')
    expect(await all(scene)).toBe(2)
    expect(await all(scene)).toBe(0)
    expect(await scene.claimedIds()).toEqual([start, stop])
    expect(await all(scene)).toBe(0)
  })

  it('open, parked and cancelled tasks stay as they are', async () => {
    const scene = await open()
    const dead = await scene.start()
    await scene.settleAll('dead')
    const { entry, task } = await scene.start(BOB)
    const edit = await scene.edit(entry, BOB)
    await scene.queue.cancel([edit])
    expect(await all(scene)).toBe(0)
    expect(await all(scene, BOB)).toBe(0)
    expect((await scene.mustFind(dead.task)).state).toBe('dead')
    expect((await scene.mustFind(edit)).state).toBe('cancelled')
    expect((await scene.mustFind(task)).state).toBe('pending')
  })

  it("one entry alone can be offered again, and its wait ends; another account's never is", async () => {
    const scene = await open()
    const { entry, task } = await scene.start()
    const other = await scene.worked(BOB)
    await scene.settleAll('sent')
    const bobs = await scene.mustClaim({ account: BOB })
    const ids = [other.start, other.stop]
    await scene.queue.settle(
      bobs.token,
      ids.map((id) => ({ id, result: 'sent' })),
    )
    const stop = await scene.stop(entry)
    await scene.settleAll('released', scene.clock.now() + MINUTE)
    expect(await scene.claimedIds()).toEqual([])
    expect(await scene.journal.reoffer(ANN, { entry: other.entry })).toMatchObject({ events: 0 })
    expect(await scene.journal.reoffer(ANN, { entry })).toMatchObject({ events: 1 })
    expect(await scene.claimedIds()).toEqual([task, stop])
    expect(await scene.claimedIds({ account: BOB })).toEqual([])
  })

  it('a screenshot that waits to be delivered waits for its start once more; delivered ones are counted', async () => {
    const scene = await open()
    const { entry, task } = await scene.start()
    const gone = await scene.screenshot(entry)
    await scene.settleAll('sent')
    await scene.settleAll('sent')
    const shot = await scene.screenshot(entry)
    expect(await scene.journal.reoffer(ANN)).toMatchObject({ events: 1, gone: 1 })
    expect(await scene.claimedIds()).toEqual([task])
    expect((await scene.mustFind(shot)).state).toBe('pending')
    expect((await scene.mustFind(gone)).state).toBe('sent')
  })

  it('a parked screenshot that is retried while its forgotten start waits once more waits for it', async () => {
    const scene = await open()
    const { entry, task } = await scene.start()
    await scene.settleAll('sent')
    const shot = await scene.screenshot(entry)
    await scene.settleAll('dead')
    expect(await all(scene)).toBe(1)
    await scene.queue.retry(ANN, [shot])
    expect(await scene.claimedIds()).toEqual([task])
    expect(await scene.claim()).toBeUndefined()
  })

  it('many entries go back in parts, each of them once, whatever the capacity is', async () => {
    const scene = await open({ capacity: 50 })
    const expected = new Set<TaskId>()
    for (let n = 0; n < 120; n += 1) {
      const { start, stop } = await scene.worked()
      expected.add(start).add(stop)
      await scene.settleAll('sent')
    }
    expect(await all(scene)).toBe(240)
    const seen: TaskId[] = []
    for (let ids = await scene.settleAll('sent'); ids.length > 0; ids = await scene.settleAll('sent')) seen.push(...ids)
    expect(seen).toHaveLength(240)
    expect(new Set(seen)).toEqual(expected)
    expect((await scene.queue.counts()).dropped).toBe(0)
  })
}

/** All parts. Returns how many events are to go out again. */
async function all(scene: Scene, account = ANN): Promise<number> {
  let [events, after] = [0, undefined as string | undefined]
  do {
    const part = await scene.journal.reoffer(account, after === undefined ? {} : { after })
    events += part.events
    after = part.next
  } while (after !== undefined)
  return events
}

async function leaseAndSend(scene: Scene) {
  const lease = await scene.mustClaim()
  await scene.queue.settle(
    lease.token,
    lease.tasks.map(({ id }) => ({ id, result: 'sent' })),
  )
  return lease.tasks
}
