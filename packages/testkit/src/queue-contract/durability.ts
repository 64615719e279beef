import { describe, expect, test } from 'vitest'
import { MINUTE, type OpenScene } from './scene.js'

export function describeDurability(open: OpenScene): void {
  describe('closing and opening again', () => {
    test('keeps entries, tasks, waits, receipts and the device', async () => {
      const scene = await open()
      const first = await scene.worked()
      await scene.settleAll('sent')
      const second = await scene.start()
      const until = scene.clock.now() + 10 * MINUTE
      await scene.settleAll('failed', until)
      const { deviceId } = scene.journal
      const before = { counts: await scene.queue.counts(), tasks: await scene.queue.tasks({}) }

      await scene.reopen()

      expect({ counts: await scene.queue.counts(), tasks: await scene.queue.tasks({}) }).toEqual(before)
      expect(scene.journal.deviceId).toBe(deviceId)
      expect(await scene.journal.entry(first.entry)).toMatchObject({ state: 'stopped' })
      expect(await scene.mustFind(second.task)).toMatchObject({ state: 'failed', notBefore: until })
      expect(await scene.claim()).toBeUndefined()
    })

    test('a lease outlives its process only until it expires', async () => {
      const scene = await open()
      const { task } = await scene.start()
      await scene.claim()
      await scene.reopen()
      expect(await scene.claim()).toBeUndefined()
      scene.clock.advance(MINUTE)
      expect(await scene.claimedIds()).toEqual([task])
    })
  })
}
