import { describe, expect, test } from 'vitest'
import { ANN, BOB, DAY, MINUTE, type OpenScene } from './scene.js'

export function describeReceipts(open: OpenScene): void {
  describe('receipts', () => {
    test('a delivered task stays as a receipt for seven days, then it is purged', async () => {
      const scene = await open()
      const { task } = await scene.start()
      await scene.settleAll('sent')
      expect(await scene.mustFind(task)).toMatchObject({ state: 'sent', sentAt: scene.clock.now() })
      scene.clock.advance(7 * DAY)
      expect(await scene.queue.purge()).toBe(0)
      scene.clock.advance(1)
      expect(await scene.queue.purge()).toBe(1)
      expect(await scene.queue.task(task)).toBeUndefined()
      expect((await scene.queue.counts()).sent).toBe(0)
    })

    test('they are listed newest first when that is asked for', async () => {
      const scene = await open()
      const [{ task: one }, { task: other }] = [await scene.start(ANN), await scene.start(BOB)]
      const ids = [one, other, await scene.screenshot()]
      const listed = async (first: 'oldest' | 'newest', limit?: number) =>
        (await scene.queue.tasks({ first, ...(limit === undefined ? {} : { limit }) })).map(({ id }) => id)
      const oldest = await listed('oldest')
      expect(ids.every((id) => oldest.includes(id))).toBe(true)
      expect(await listed('newest')).toEqual([...oldest].reverse())
      expect(await listed('newest', 1)).toEqual(oldest.slice(-1))
    })

    test('a lane is open until its last task is delivered or given up, for its own account', async () => {
      const scene = await open()
      const { entry } = await scene.worked()
      const other = await scene.start(BOB)
      expect(await scene.queue.openLanes(ANN)).toEqual([entry])
      expect(await scene.queue.openLanes(BOB)).toEqual([other.entry])
      await scene.settleAll('sent')
      expect(await scene.queue.openLanes(ANN)).toEqual([])
    })

    test('nothing unsent ever ages out', async () => {
      const scene = await open()
      const failed = await scene.start(ANN)
      await scene.settleAll('failed', scene.clock.now() + MINUTE)
      const dead = await scene.screenshot()
      await scene.settleAll('dead')
      const pending = await scene.start(BOB)
      const cancelled = await scene.screenshot()
      await scene.queue.cancel([cancelled])
      scene.clock.advance(400 * DAY)
      expect(await scene.queue.purge()).toBe(0)
      for (const id of [failed.task, dead, pending.task, cancelled]) await scene.mustFind(id)
    })

    test('a purged entry keeps its times', async () => {
      const scene = await open()
      const { entry } = await scene.worked()
      await scene.settleAll('sent')
      scene.clock.advance(8 * DAY)
      expect(await scene.queue.purge()).toBe(2)
      expect(await scene.journal.entry(entry)).toMatchObject({ state: 'stopped' })
    })
  })

  describe('the queue as people see it', () => {
    test('tasks are listed oldest first, by account and state, and only as many as asked for', async () => {
      const scene = await open()
      const sent = await scene.start()
      await scene.settleAll('sent')
      const stop = await scene.stop(sent.entry)
      const shot = await scene.screenshot()
      const bob = await scene.start(BOB)
      const ids = async (query: Parameters<typeof scene.queue.tasks>[0]) =>
        (await scene.queue.tasks(query)).map(({ id }) => id)

      expect(await ids({})).toEqual([sent.task, stop, shot, bob.task])
      expect(await ids({ account: ANN })).toEqual([sent.task, stop, shot])
      expect(await ids({ account: ANN, states: ['pending'], limit: 1 })).toEqual([stop])
      expect(await ids({ states: ['sent'] })).toEqual([sent.task])
      expect(await ids({ states: [] })).toEqual([])
    })

    test('an unknown task is undefined', async () => {
      const scene = await open()
      expect(await scene.queue.task('nobody' as never)).toBeUndefined()
    })

    test('the counts are those of the account, or of all', async () => {
      const scene = await open()
      await scene.worked(ANN)
      await scene.settleAll('sent')
      await scene.worked(BOB)
      expect(await scene.queue.counts(ANN)).toEqual({
        pending: 0,
        leased: 0,
        failed: 0,
        dead: 0,
        sent: 2,
        cancelled: 0,
        dropped: 0,
      })
      expect(await scene.queue.counts()).toMatchObject({ pending: 2, sent: 2 })
    })
  })
}
