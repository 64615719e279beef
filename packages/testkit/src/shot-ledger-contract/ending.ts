import { LOCAL_ACCOUNT, type TaskId } from '@meantime/core'
import { describe, expect, test } from 'vitest'
import { ANN, DAY } from '../queue-contract/scene.js'
import type { OpenShotScene, ShotScene } from './shot-scene.js'

export function describeEnding(open: OpenShotScene): void {
  const queued = async (world: ShotScene) => {
    const { entry } = await world.scene.start()
    await world.scene.settleAll('sent')
    const shot = await world.take(entry)
    await world.releaseAll()
    return { ...shot, entry }
  }

  describe('the log follows the task', () => {
    test('sent: the picture is not here any more', async () => {
      const world = await open()
      const { id } = await queued(world)
      await world.deliver()
      expect(await world.stateOf(id)).toEqual(['sent', undefined])
      expect(await world.mustGet(id)).not.toHaveProperty('picture')
    })

    test('given up by hand: deleted, by the person', async () => {
      const world = await open()
      const { id } = await queued(world)
      await world.scene.queue.cancel([id])
      expect(await world.stateOf(id)).toEqual(['deleted', 'by-person'])
      expect(await world.mustGet(id)).not.toHaveProperty('picture')
    })

    test('evicted for worked time: dropped, because the queue was full', async () => {
      const world = await open({ capacity: 1 })
      const { id, entry } = await queued(world)
      await world.scene.stop(entry)
      expect(await world.stateOf(id)).toEqual(['dropped', 'queue-full'])
      expect(await world.mustGet(id)).not.toHaveProperty('picture')
    })

    test('parked: it is still queued, a person decides', async () => {
      const world = await open()
      const { id } = await queued(world)
      for (const { sha256 } of (await world.uploads?.due(ANN, 10)) ?? []) await world.uploads?.uploaded(ANN, sha256)
      await world.scene.settleAll('dead')
      expect(await world.stateOf(id)).toEqual(['queued', undefined])
      expect(await world.shots.delete([id])).toEqual([id])
    })
  })

  describe('deleting', () => {
    test('takes held and queued pictures, and leaves the worked time as it is', async () => {
      const world = await open()
      const { id, entry } = await queued(world)
      const held = await world.take(entry)
      const before = await world.scene.journal.entry(entry)
      expect(await world.shots.delete([id, held.id, id])).toEqual([id, held.id])
      for (const shot of [id, held.id]) expect(await world.stateOf(shot)).toEqual(['deleted', 'by-person'])
      expect(await world.mustGet(held.id)).not.toHaveProperty('picture')
      expect(await world.releaseAll()).toBe(0)
      expect(await world.deliver()).toEqual([])
      expect(await world.scene.journal.entry(entry)).toEqual(before)
    })

    test('comes too late for what is being sent, was sent, was skipped, or never was', async () => {
      const world = await open()
      const { id, entry } = await queued(world)
      for (const { sha256 } of (await world.uploads?.due(ANN, 10)) ?? []) await world.uploads?.uploaded(ANN, sha256)
      const lease = await world.scene.mustClaim()
      expect(await world.shots.delete([id])).toEqual([])
      expect(await world.stateOf(id)).toEqual(['queued', undefined])
      await world.scene.queue.settle(lease.token, [{ id, result: 'sent' }])
      const skipped = world.scene.newId() as TaskId
      const takenAt = world.scene.clock.now()
      const shot = { id: skipped, account: ANN, entryId: entry, takenAt, state: 'skipped', reason: 'locked' } as const
      await world.shots.record(shot)
      expect(await world.shots.delete([id, skipped, world.scene.newId() as TaskId])).toEqual([])
      expect(await world.stateOf(id)).toEqual(['sent', undefined])
      expect(await world.mustGet(skipped)).toEqual(shot)
    })
  })

  describe('the log', () => {
    test('is read newest first, by state, by time and up to a limit', async () => {
      const world = await open()
      const { entry } = await world.scene.start()
      const [a, b, c] = [await world.take(entry), await world.take(entry), await world.take(entry)]
      await world.shots.delete([b.id])
      const ids = async (query: object) => (await world.shots.list({ account: ANN, ...query })).map(({ id }) => id)
      expect(await ids({})).toEqual([c.id, b.id, a.id])
      expect(await ids({ states: ['deleted'] })).toEqual([b.id])
      expect(await ids({ from: b.takenAt, to: c.takenAt })).toEqual([b.id])
      expect(await ids({ limit: 1 })).toEqual([c.id])
    })

    test('forgets what is over after 30 days, and nothing that is held or queued', async () => {
      const world = await open()
      const { id, entry } = await queued(world)
      const held = await world.take(entry, { holdUntil: world.scene.clock.now() + 90 * DAY })
      const deleted = await world.take(entry)
      await world.shots.delete([deleted.id])
      await world.scene.queue.purge()
      world.scene.clock.advance(30 * DAY - 1000)
      await world.scene.queue.purge()
      expect(await world.shots.get(deleted.id)).toBeDefined()
      world.scene.clock.advance(2000)
      await world.scene.queue.purge()
      expect(await world.shots.get(deleted.id)).toBeUndefined()
      expect((await world.shots.list({ account: ANN })).map((shot) => shot.id)).toEqual([held.id, id])
    })

    test('goes to the account that adopts the work, with what is held', async () => {
      const world = await open()
      const { entry } = await world.scene.start(LOCAL_ACCOUNT)
      const shot = await world.take(entry, { account: LOCAL_ACCOUNT })
      await world.scene.journal.adopt(ANN)
      expect(await world.shots.list({ account: ANN })).toEqual([{ ...shot, account: ANN }])
      expect(await world.shots.list({ account: LOCAL_ACCOUNT })).toEqual([])
      expect(await world.releaseAll(ANN)).toBe(1)
      expect(await world.scene.mustFind(shot.id)).toMatchObject({ account: ANN })
    })
  })
}
