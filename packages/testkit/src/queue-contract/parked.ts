import type { TaskId } from '@meantime/core'
import { describe, expect, test } from 'vitest'
import { ANN, BOB, MINUTE, type OpenScene, settlement } from './scene.js'

export function describeParked(open: OpenScene): void {
  describe('a task that the server will never take', () => {
    test('blocks its own lane only, and the tasks behind it say why they wait', async () => {
      const scene = await open()
      const bad = await scene.worked()
      const lease = await scene.mustClaim({ limit: 1 })
      await scene.queue.settle(lease.token, [settlement(bad.start, 'dead', 0)])
      const good = await scene.worked()

      expect(await scene.claimedIds()).toEqual([good.start, good.stop])
      expect(await scene.mustFind(bad.start)).toMatchObject({
        state: 'dead',
        attempts: 1,
        reason: { code: 'test-reason' },
      })
      expect(await scene.mustFind(bad.stop)).toMatchObject({ state: 'pending', reason: { code: 'LANE_BLOCKED' } })
    })

    test('lets what stands before it through, and nothing behind it', async () => {
      const scene = await open()
      const { entry, task } = await scene.start()
      const pause = await scene.pause(entry)
      const stop = await scene.stop(entry)
      const lease = await scene.mustClaim({ limit: 2 })
      await scene.queue.settle(lease.token, [settlement(task, 'released', 0), settlement(pause, 'dead', 0)])
      expect(await scene.settleAll('sent')).toEqual([task])
      expect(await scene.claim()).toBeUndefined()
      await scene.queue.retry(ANN, [pause])
      expect(await scene.claimedIds()).toEqual([pause, stop])
    })

    test('never ages out, and comes back by hand under the same id, in its place', async () => {
      const scene = await open()
      const { start, stop } = await scene.worked()
      await scene.settleAll('dead')
      scene.clock.advance(400 * 24 * 60 * MINUTE)
      await scene.queue.purge()
      expect(await scene.claim()).toBeUndefined()
      expect(await scene.queue.retry(ANN)).toBe(2)
      expect((await scene.mustFind(start)).reason).toBeUndefined()
      expect(await scene.claimedIds()).toEqual([start, stop])
    })

    test('shows what should have been delivered, without tokens, until it is over', async () => {
      const scene = await open()
      const id = scene.newId() as TaskId
      const payload = { app: 'editor', deep: [{ accessToken: 'secret', n: 1 }], refreshToken: 'secret' }
      await scene.queue.enqueue({ id, account: ANN, entityType: 'activity', payload })
      await scene.settleAll('dead')
      expect(await scene.queue.payload(id)).toEqual({ app: 'editor', deep: [{ n: 1 }] })
      await scene.queue.cancel([id])
      expect(await scene.queue.payload(id)).toBeUndefined()
      expect(await scene.queue.payload('no-such-task' as TaskId)).toBeUndefined()
    })

    test('can be retried by name, without touching the others', async () => {
      const scene = await open()
      const first = await scene.start(ANN)
      await scene.stop(first.entry)
      const other = await scene.screenshot()
      await scene.settleAll('dead')
      expect(await scene.queue.retry(ANN, [first.task])).toBe(1)
      expect(await scene.claimedIds()).toEqual([first.task])
      expect(await scene.mustFind(other)).toMatchObject({ state: 'dead' })
    })

    test('is given up by hand, and its lane goes on', async () => {
      const scene = await open()
      const { entry, task } = await scene.start()
      const pause = await scene.pause(entry)
      const stop = await scene.stop(entry)
      const lease = await scene.mustClaim({ limit: 2 })
      await scene.queue.settle(lease.token, [{ id: task, result: 'sent' }, settlement(pause, 'dead', 0)])
      expect(await scene.claim()).toBeUndefined()
      expect(await scene.queue.cancel([pause])).toBe(1)
      expect(await scene.claimedIds()).toEqual([stop])
      expect(await scene.mustFind(pause)).toMatchObject({ state: 'cancelled' })
    })
  })

  describe('by hand', () => {
    test('retry ends every wait of the account; with no names it revives no dead task', async () => {
      const scene = await open()
      const waiting = await scene.worked()
      await scene.settleAll('failed', scene.clock.now() + 10 * MINUTE)
      const dead = await scene.screenshot()
      await scene.settleAll('dead')
      expect(await scene.queue.retry(BOB)).toBe(0)
      expect(await scene.queue.retry(ANN, [])).toBe(1)
      expect(await scene.claimedIds()).toEqual([waiting.start, waiting.stop])
      expect(await scene.mustFind(dead)).toMatchObject({ state: 'dead' })
    })

    test("retry touches nobody else's dead tasks, even by name", async () => {
      const scene = await open()
      const shot = await scene.screenshot()
      await scene.settleAll('dead')
      expect(await scene.queue.retry(BOB, [shot])).toBe(0)
      expect(await scene.mustFind(shot)).toMatchObject({ state: 'dead' })
    })

    test('cancel gives up pending and failed tasks too, but never leased, sent or unknown ones', async () => {
      const scene = await open()
      const sent = await scene.screenshot()
      await scene.settleAll('sent')
      const failed = await scene.screenshot()
      await scene.settleAll('failed', scene.clock.now() + MINUTE)
      const leased = await scene.screenshot()
      await scene.claim()
      const pending = await scene.screenshot()
      const unknown = 'no-such-task' as typeof sent
      expect(await scene.queue.cancel([sent, failed, leased, pending, pending, unknown])).toBe(2)
      expect(await scene.queue.counts()).toMatchObject({ sent: 1, leased: 1, cancelled: 2, pending: 0, failed: 0 })
    })
  })
}
