import type { LeaseToken, TaskId } from '@meantime/core'
import { describe, expect, test } from 'vitest'
import { ANN, BOB, MINUTE, type OpenScene, settlement } from './scene.js'

const OTHER = '0190a000-0000-7000-8000-0000000000ee'

export function describeLeases(open: OpenScene): void {
  describe('leases', () => {
    test('what is leased is lent to nobody else', async () => {
      const scene = await open()
      const { task } = await scene.start()
      const lease = await scene.mustClaim()
      expect(await scene.claim()).toBeUndefined()
      expect(await scene.mustFind(task)).toMatchObject({ state: 'leased', attempts: 0 })
      expect((await scene.mustClaim({ account: (await scene.start(BOB)) && BOB })).token).not.toBe(lease.token)
    })

    test('a foreign token settles nothing and changes nothing', async () => {
      const scene = await open()
      const { start, stop } = await scene.worked()
      const lease = await scene.mustClaim()
      for (const ids of [[start], [start, stop]]) {
        const settlements = ids.map((id) => ({ id, result: 'sent' as const }))
        expect(await scene.queue.settle(OTHER as LeaseToken, settlements)).toEqual({ settled: 0, stale: ids })
        for (const id of ids) expect(await scene.mustFind(id)).toMatchObject({ state: 'leased' })
      }
      expect(await scene.queue.settle(lease.token, [{ id: start, result: 'sent' }])).toEqual({ settled: 1, stale: [] })
    })

    test('an expired lease is given to the next claimer, and the late answer of the first changes nothing', async () => {
      const scene = await open()
      const { task } = await scene.start()
      const late = await scene.mustClaim()
      scene.clock.advance(MINUTE)
      const next = await scene.mustClaim()
      expect(next.tasks).toMatchObject([{ id: task, attempts: 0 }])

      expect(await scene.queue.settle(late.token, [{ id: task, result: 'sent' }])).toEqual({
        settled: 0,
        stale: [task],
      })
      expect(await scene.queue.renew(late.token)).toBe(false)
      expect(await scene.mustFind(task)).toMatchObject({ state: 'leased' })
      expect(await scene.queue.settle(next.token, [settlement(task, 'dead', 0)])).toMatchObject({ settled: 1 })
      expect(await scene.mustFind(task)).toMatchObject({ state: 'dead' })
    })

    test('a renewed lease lasts another minute', async () => {
      const scene = await open()
      await scene.start()
      const lease = await scene.mustClaim()
      scene.clock.advance(MINUTE - 1)
      expect(await scene.queue.renew(lease.token)).toBe(true)
      scene.clock.advance(MINUTE - 1)
      expect(await scene.claim()).toBeUndefined()
      scene.clock.advance(1)
      expect(await scene.claim()).toBeDefined()
    })

    test('a lease can be settled in parts, and is over with the last one', async () => {
      const scene = await open()
      const { start, stop } = await scene.worked()
      const lease = await scene.mustClaim()
      await scene.queue.settle(lease.token, [{ id: start, result: 'sent' }])
      expect(await scene.queue.renew(lease.token)).toBe(true)
      await scene.queue.settle(lease.token, [{ id: stop, result: 'sent' }])
      expect(await scene.queue.renew(lease.token)).toBe(false)
    })

    test('a lease that was settled in part and then expired gives back only the rest', async () => {
      const scene = await open()
      const { start, stop } = await scene.worked()
      const lease = await scene.mustClaim()
      await scene.queue.settle(lease.token, [{ id: start, result: 'sent' }])
      scene.clock.advance(MINUTE)
      expect(await scene.claimedIds()).toEqual([stop])
    })

    test('each task is settled once, whatever a settlement repeats or makes up', async () => {
      const scene = await open()
      const { task } = await scene.start()
      const lease = await scene.mustClaim()
      const result = await scene.queue.settle(lease.token, [
        { id: task, result: 'sent' },
        settlement(task, 'dead', 0),
        { id: OTHER as TaskId, result: 'sent' },
      ])
      expect(result).toEqual({ settled: 1, stale: [task, OTHER] })
      expect(await scene.mustFind(task)).toMatchObject({ state: 'sent' })
    })

    test('a clock that was put back far does not lock tasks away', async () => {
      const scene = await open()
      const { task } = await scene.start()
      await scene.claim()
      scene.clock.set(scene.clock.now() - 60 * MINUTE)
      expect(await scene.claimedIds()).toEqual([task])
    })

    test('a claim of an account without work gives nothing', async () => {
      const scene = await open()
      await scene.start(BOB)
      expect(await scene.claim({ account: ANN })).toBeUndefined()
    })

    test('a claim for no tasks gives nothing and changes nothing', async () => {
      const scene = await open()
      const { task } = await scene.start()
      expect(await scene.claim({ limit: 0 })).toBeUndefined()
      expect(await scene.claimedIds()).toEqual([task])
    })
  })
}
