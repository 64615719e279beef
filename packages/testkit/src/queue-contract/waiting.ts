import { describe, expect, test } from 'vitest'
import { ANN, BOB, MINUTE, type OpenScene, settlement } from './scene.js'

export function describeWaiting(open: OpenScene): void {
  describe('back-off', () => {
    test('a lane that waits delays no other', async () => {
      const scene = await open()
      const first = await scene.worked()
      const until = scene.clock.now() + 10 * MINUTE
      await scene.settleAll('failed', until)
      const second = await scene.worked()
      expect(await scene.settleAll('sent')).toEqual([second.start, second.stop])
      expect(await scene.mustFind(first.start)).toMatchObject({ state: 'failed', attempts: 1, notBefore: until })
      scene.clock.set(until)
      expect(await scene.claimedIds()).toEqual([first.start, first.stop])
    })

    test('the latest deadline of a lane counts', async () => {
      const scene = await open()
      const { start, stop } = await scene.worked()
      const lease = await scene.mustClaim()
      const now = scene.clock.now()
      await scene.queue.settle(lease.token, [
        settlement(start, 'failed', now + 2 * MINUTE),
        settlement(stop, 'released', now + MINUTE),
      ])
      scene.clock.advance(MINUTE)
      expect(await scene.claim()).toBeUndefined()
      scene.clock.advance(MINUTE)
      expect(await scene.claimedIds()).toEqual([start, stop])
    })

    test('a released task costs no attempt and is due at once', async () => {
      const scene = await open()
      const { task } = await scene.start()
      await scene.settleAll('released')
      expect(await scene.mustFind(task)).toMatchObject({ state: 'pending', attempts: 0 })
      expect(await scene.claimedIds()).toEqual([task])
    })

    test('a failed task keeps its attempts and says why it waits', async () => {
      const scene = await open()
      const { task } = await scene.start()
      await scene.settleAll('failed', scene.clock.now())
      await scene.settleAll('failed', scene.clock.now() + MINUTE)
      expect(await scene.mustFind(task)).toMatchObject({ attempts: 2, reason: { code: 'test-reason' } })
    })

    test('a deadline beyond the longest back-off counts as due: the clock was put back', async () => {
      const scene = await open()
      const { task } = await scene.start()
      await scene.settleAll('failed', scene.clock.now() + 10 * MINUTE)
      scene.clock.set(scene.clock.now() - 24 * 60 * MINUTE)
      expect(await scene.queue.nextDueAt(ANN)).toBe(0)
      expect(await scene.claimedIds()).toEqual([task])
    })

    test('nobody waits longer than the longest back-off, whatever a server asks for', async () => {
      const scene = await open()
      const { task } = await scene.start()
      await scene.settleAll('failed', scene.clock.now() + 24 * 60 * MINUTE)
      expect(await scene.claim()).toBeUndefined()
      scene.clock.advance(15 * MINUTE)
      expect(await scene.claimedIds()).toEqual([task])
    })

    test('new work of a waiting lane waits with it', async () => {
      const scene = await open()
      const { entry, task } = await scene.start()
      await scene.settleAll('failed', scene.clock.now() + 10 * MINUTE)
      const stop = await scene.stop(entry)
      expect(await scene.claim()).toBeUndefined()
      scene.clock.advance(10 * MINUTE)
      expect(await scene.claimedIds()).toEqual([task, stop])
    })
  })

  describe('when something is due', () => {
    test('now, at the end of the shortest wait, or never', async () => {
      const scene = await open()
      expect(await scene.queue.nextDueAt(ANN)).toBeUndefined()
      await scene.worked()
      expect(await scene.queue.nextDueAt(ANN)).toBe(0)
      expect(await scene.queue.nextDueAt(BOB)).toBeUndefined()
      const until = scene.clock.now() + 5 * MINUTE
      await scene.settleAll('failed', until)
      expect(await scene.queue.nextDueAt(ANN)).toBe(until)
      scene.clock.set(until)
      expect(await scene.queue.nextDueAt(ANN)).toBe(0)
      await scene.settleAll('dead')
      expect(await scene.queue.nextDueAt(ANN)).toBeUndefined()
    })

    test('what a dead process had claimed becomes due when its lease ends', async () => {
      const scene = await open()
      await scene.worked()
      await scene.claim()
      expect(await scene.queue.nextDueAt(ANN)).toBe(scene.clock.now() + MINUTE)
      scene.clock.advance(MINUTE)
      expect(await scene.queue.nextDueAt(ANN)).toBe(0)
    })
  })
}
