import { LOCAL_ACCOUNT } from '@meantime/core'
import { describe, expect, test } from 'vitest'
import { ANN, DAY, MINUTE, type OpenScene, settlement } from './scene.js'

export function describeGivenUp(open: OpenScene): void {
  describe('giving up the start of an entry gives up the entry', () => {
    test('with what waits behind it and its screenshots, and nothing else', async () => {
      const scene = await open()
      const bad = await scene.worked()
      const shot = await scene.screenshot(bad.entry)
      const good = await scene.worked()
      const other = await scene.screenshot(good.entry)
      expect(await scene.queue.cancel([bad.start])).toBe(3)
      for (const id of [bad.stop, shot]) expect(await scene.mustFind(id)).toMatchObject({ state: 'cancelled' })
      expect(await scene.settleAll('sent')).toEqual([good.start, good.stop])
      expect(await scene.claimedIds()).toEqual([other])
    })

    test('what is recorded of it later is not sent either: the journal keeps it, the queue counts it', async () => {
      const scene = await open()
      const { entry, task } = await scene.start()
      await scene.settleAll('dead')
      expect(await scene.queue.cancel([task])).toBe(1)

      const later = [await scene.pause(entry), await scene.resume(entry), await scene.screenshot(entry)]
      later.push(await scene.stop(entry), await scene.edit(entry))
      for (const id of later) expect(await scene.mustFind(id)).toMatchObject({ state: 'cancelled', attempts: 0 })
      expect(await scene.claim()).toBeUndefined()
      expect(await scene.queue.nextDueAt(ANN)).toBeUndefined()
      expect(await scene.queue.counts()).toMatchObject({ pending: 0, dead: 0, cancelled: 6, dropped: 0 })
      expect(await scene.journal.entry(entry)).toMatchObject({ state: 'stopped', description: 'Edited' })
    })

    test('for good: no retry, no purge, and no server that forgot brings it back', async () => {
      const scene = await open()
      const { entry, start, stop } = await scene.worked()
      await scene.queue.cancel([start])
      scene.clock.advance(400 * DAY)
      await scene.queue.purge()
      expect(await scene.queue.retry(ANN)).toBe(0)
      expect(await scene.journal.reoffer(ANN)).toEqual({ events: 0, gone: 0 })
      const edit = await scene.edit(entry)
      for (const id of [start, stop, edit]) expect(await scene.mustFind(id)).toMatchObject({ state: 'cancelled' })
      expect(await scene.claim()).toBeUndefined()
    })

    test('also for whoever it is given to by the next sign-in', async () => {
      const scene = await open()
      const { entry, task } = await scene.start(LOCAL_ACCOUNT)
      await scene.queue.cancel([task])
      await scene.journal.adopt(ANN)
      const stop = await scene.stop(entry)
      expect(await scene.mustFind(stop)).toMatchObject({ state: 'cancelled', account: ANN })
    })

    test('what is being sent at that moment counts as sent if it arrives, and is given up if it does not', async () => {
      const scene = await open()
      const { entry, task } = await scene.start()
      const pause = await scene.pause(entry)
      const resume = await scene.resume(entry)
      const stop = await scene.stop(entry)
      const lease = await scene.mustClaim()
      await scene.queue.settle(lease.token, [settlement(task, 'dead', 0)])
      expect(await scene.queue.cancel([task])).toBe(1)
      await scene.queue.settle(lease.token, [{ id: pause, result: 'sent' }, settlement(resume, 'released', 0)])
      expect(await scene.mustFind(resume)).toMatchObject({ state: 'cancelled' })
      scene.clock.advance(2 * MINUTE)
      expect(await scene.claim()).toBeUndefined()
      const states = await Promise.all([pause, resume, stop].map((id) => scene.mustFind(id)))
      expect(states.map(({ state }) => state)).toEqual(['sent', 'cancelled', 'cancelled'])
      expect(await scene.journal.reoffer(ANN)).toEqual({ events: 0, gone: 0 })
    })

    test('what is recorded to be kept here only is never sent, now or later, and takes no room', async () => {
      const scene = await open({ capacity: 2 })
      for (let n = 0; n < 2; n += 1) await scene.screenshot()
      const { entry, tasks } = await scene.keptHere()
      const edit = await scene.edit(entry)
      for (const id of [...tasks, edit]) expect(await scene.mustFind(id)).toMatchObject({ state: 'cancelled' })
      expect(await scene.journal.entry(entry)).toMatchObject({ state: 'stopped', zone: 'Asia/Kathmandu' })
      expect(await scene.queue.counts()).toMatchObject({ pending: 2, cancelled: 3, dropped: 0 })
      expect(await scene.journal.reoffer(ANN)).toEqual({ events: 0, gone: 0 })
    })

    test('takes no room in a full queue, and makes none go', async () => {
      const scene = await open({ capacity: 3 })
      const { entry, task } = await scene.start()
      await scene.queue.cancel([task])
      for (let n = 0; n < 3; n += 1) await scene.screenshot()
      const pause = await scene.pause(entry)
      const shot = await scene.screenshot(entry)
      for (const id of [pause, shot]) expect(await scene.mustFind(id)).toMatchObject({ state: 'cancelled' })
      expect(await scene.queue.counts()).toMatchObject({ pending: 3, cancelled: 3, dropped: 0 })
    })
  })
}
