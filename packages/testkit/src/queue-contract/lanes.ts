import { describe, expect, test } from 'vitest'
import { ANN, MINUTE, type OpenScene, settlement } from './scene.js'

export function describeLanes(open: OpenScene): void {
  describe('order', () => {
    test('an entry is delivered in the order it happened, whatever the priorities', async () => {
      const scene = await open()
      const { entry, task } = await scene.start()
      const rest = [await scene.pause(entry), await scene.resume(entry), await scene.stop(entry)]
      expect(await scene.claimedIds()).toEqual([task, ...rest])
    })

    test('a stop lifts its whole lane ahead, and overtakes nothing within it', async () => {
      const scene = await open()
      const old = await scene.worked()
      const { entry } = await scene.start()
      await scene.settleAll('sent')
      const pause = await scene.pause(entry)
      const edit = await scene.edit(old.entry)
      expect(await scene.settleAll('released')).toEqual([edit, pause])

      const stop = await scene.stop(entry)
      expect(await scene.claimedIds()).toEqual([pause, stop, edit])
    })

    test('critical lanes come before older, less important ones', async () => {
      const scene = await open()
      const shots = [await scene.screenshot(), await scene.screenshot()]
      const { start, stop } = await scene.worked()
      expect(await scene.claimedIds()).toEqual([start, stop, ...shots])
    })

    test('of equally important lanes the one with the oldest open task comes first', async () => {
      const scene = await open()
      const first = await scene.worked()
      const second = await scene.worked()
      expect(await scene.claimedIds()).toEqual([first.start, first.stop, second.start, second.stop])
    })

    test('a lane lends out only a contiguous prefix, and nothing more while that is out', async () => {
      const scene = await open()
      const { entry, task } = await scene.start()
      const pause = await scene.pause(entry)
      const lease = await scene.mustClaim({ limit: 1 })
      expect(lease.tasks.map(({ id }) => id)).toEqual([task])
      expect(await scene.claim()).toBeUndefined()
      const resume = await scene.resume(entry)
      expect(await scene.claim()).toBeUndefined()
      await scene.queue.settle(lease.token, [{ id: task, result: 'sent' }])
      expect(await scene.claimedIds()).toEqual([pause, resume])
    })

    test('when the first of a lane fails, what follows waits behind it', async () => {
      const scene = await open()
      const { entry, task } = await scene.start()
      const pause = await scene.pause(entry)
      const lease = await scene.mustClaim({ limit: 1 })
      await scene.queue.settle(lease.token, [settlement(task, 'failed', scene.clock.now() + MINUTE)])
      expect(await scene.claim()).toBeUndefined()
      scene.clock.advance(MINUTE)
      expect(await scene.claimedIds()).toEqual([task, pause])
    })

    test('a batch holds no more bytes than asked for, but always one task', async () => {
      const scene = await open()
      const { entry, task } = await scene.start(ANN, 'x'.repeat(1000))
      const stop = await scene.stop(entry)
      const small = await scene.mustClaim({ maxBytes: 10 })
      expect(small.tasks.map(({ id }) => id)).toEqual([task])
      await scene.queue.settle(small.token, [{ id: task, result: 'released' }])
      const lease = await scene.mustClaim({ maxBytes: 5000 })
      expect(lease.tasks.map(({ id }) => id)).toEqual([task, stop])
    })
  })

  describe('screenshots', () => {
    test('a screenshot waits for the start of its entry, and for nothing else of it', async () => {
      const scene = await open()
      const { entry, task } = await scene.start()
      const pause = await scene.pause(entry)
      const shot = await scene.screenshot(entry)
      expect(await scene.mustFind(shot)).toMatchObject({ state: 'pending', reason: { code: 'WAITS_FOR_START' } })

      const lease = await scene.mustClaim()
      expect(lease.tasks.map(({ id }) => id)).toEqual([task, pause])
      await scene.queue.settle(lease.token, [
        { id: task, result: 'sent' },
        settlement(pause, 'failed', scene.clock.now() + MINUTE),
      ])
      expect((await scene.mustFind(shot)).reason).toBeUndefined()
      expect(await scene.claimedIds()).toEqual([shot])
    })

    test('a screenshot of an entry whose start was never ours waits for nothing', async () => {
      const scene = await open()
      const { entry } = await scene.start()
      await scene.settleAll('sent')
      expect(await scene.claimedIds()).toEqual([])
      const shot = await scene.screenshot(entry)
      expect(await scene.claimedIds()).toEqual([shot])
    })

    test('one bad screenshot holds up no other', async () => {
      const scene = await open()
      const [bad, good] = [await scene.screenshot(), await scene.screenshot()]
      const lease = await scene.mustClaim({ limit: 1 })
      await scene.queue.settle(lease.token, [settlement(bad, 'dead', 0)])
      expect(await scene.claimedIds()).toEqual([good])
    })
  })
}
