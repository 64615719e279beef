import { isQueueFullError, type TaskId } from '@meantime/core'
import { describe, expect, test } from 'vitest'
import { ANN, type OpenScene } from './scene.js'

export function describeCapacity(open: OpenScene): void {
  describe('a full queue', () => {
    test('refuses one more screenshot with QUEUE_FULL, and keeps what it has', async () => {
      const scene = await open({ capacity: 2 })
      await scene.screenshot()
      await scene.screenshot()
      const refused = await scene.screenshot().catch((error: unknown) => error)
      expect(isQueueFullError(refused)).toBe(true)
      expect(await scene.queue.counts()).toMatchObject({ pending: 2, dropped: 0 })
    })

    test('gives up its oldest pending screenshots for worked time, and counts each', async () => {
      const scene = await open({ capacity: 3 })
      const oldest = await scene.screenshot()
      const kept = [await scene.screenshot(), await scene.screenshot()]
      const { task } = await scene.start()
      expect(await scene.queue.task(oldest)).toBeUndefined()
      expect(await scene.queue.counts()).toMatchObject({ pending: 3, dropped: 1 })
      expect(await scene.claimedIds()).toEqual([task, ...kept])
    })

    test('gives up no screenshot that is being delivered', async () => {
      const scene = await open({ capacity: 1 })
      const leased = await scene.screenshot()
      await scene.claim()
      await scene.start()
      expect(await scene.mustFind(leased)).toMatchObject({ state: 'leased' })
      expect(await scene.queue.counts()).toMatchObject({ pending: 1, leased: 1, dropped: 0 })
    })

    test('never refuses and never gives up worked time', async () => {
      const scene = await open({ capacity: 2 })
      const { entry } = await scene.start()
      await scene.pause(entry)
      await scene.resume(entry)
      await scene.stop(entry)
      await scene.worked()
      expect(await scene.queue.counts()).toMatchObject({ pending: 6, dropped: 0 })
    })

    test('makes no room for a decision that is refused', async () => {
      const scene = await open({ capacity: 2 })
      await scene.start()
      const shot = await scene.screenshot()
      await expect(scene.start()).rejects.toBeDefined()
      expect(await scene.mustFind(shot)).toMatchObject({ state: 'pending' })
      expect((await scene.queue.counts()).dropped).toBe(0)
    })

    test('has room again when something was delivered', async () => {
      const scene = await open({ capacity: 1 })
      await scene.screenshot()
      await scene.settleAll('sent')
      await scene.screenshot()
      expect(await scene.queue.counts()).toMatchObject({ pending: 1, sent: 1 })
    })
  })

  describe('enqueueing', () => {
    test('the same task twice is one task', async () => {
      const scene = await open()
      const draft = { id: scene.newId() as TaskId, account: ANN, entityType: 'activity', payload: {} } as const
      await scene.queue.enqueue(draft)
      await scene.queue.enqueue(draft)
      expect((await scene.queue.counts()).pending).toBe(1)
    })

    test('a payload that is not JSON is refused by name', async () => {
      const scene = await open()
      const circle: { self?: unknown } = {}
      circle.self = circle
      for (const payload of [undefined, circle, 10n, () => 1]) {
        const id = scene.newId() as TaskId
        await expect(scene.queue.enqueue({ id, account: ANN, entityType: 'activity', payload })).rejects.toMatchObject({
          code: 'PAYLOAD_NOT_JSON',
        })
      }
      expect((await scene.queue.counts()).pending).toBe(0)
    })

    test('token fields are removed from a payload at any depth', async () => {
      const scene = await open()
      const payload = {
        accessToken: 'a',
        keep: [{ refreshToken: 'r', deep: { _encrypted: true, accessToken: { x: 1 }, n: 1 } }],
      }
      await scene.queue.enqueue({ id: scene.newId() as TaskId, account: ANN, entityType: 'activity', payload })
      expect((await scene.mustClaim()).tasks[0]?.payload).toEqual({ keep: [{ deep: { n: 1 } }] })
    })
  })
}
