import { describe, expect, test } from 'vitest'
import { ANN, BOB, DAY, MINUTE } from '../queue-contract/scene.js'
import { HOLD, type OpenShotScene } from './shot-scene.js'

export function describeHolding(open: OpenShotScene): void {
  describe('a picture that is held', () => {
    test('stays here until its time is over, then a task of the same id delivers it, after the start', async () => {
      const world = await open()
      const { entry, task } = await world.scene.start()
      const shot = await world.take(entry, { monitor: 'Left' })
      world.scene.clock.advance(HOLD - 2000)
      expect(await world.shots.release(ANN)).toBe(0)
      expect(await world.mustGet(shot.id)).toEqual(shot)
      expect(await world.shots.nextReleaseAt(ANN)).toBe(shot.holdUntil)
      world.scene.clock.advance(1000)
      expect(await world.shots.release(ANN)).toBe(1)
      const { holdUntil: _, ...rest } = shot
      expect(await world.mustGet(shot.id)).toEqual({ ...rest, state: 'queued' })
      expect(await world.scene.mustFind(shot.id)).toMatchObject({ entityType: 'screenshot', priority: 2, account: ANN })
      expect(await world.shots.nextReleaseAt(ANN)).toBeUndefined()
      expect(await world.deliver()).toEqual([task, shot.id])
    })

    test('becomes the payload that a screenshot has', async () => {
      const world = await open()
      const { entry } = await world.scene.start()
      await world.scene.settleAll('sent')
      const shot = await world.take(entry, { monitor: 'x'.repeat(300) })
      await world.releaseAll()
      const { sha256, bytes, mediaType } = shot.picture
      await world.uploads?.uploaded(ANN, sha256)
      const { payload } = (await world.scene.mustClaim()).tasks[0] ?? {}
      const named = { id: shot.id, entryId: entry, takenAt: shot.takenAt, monitor: 'x'.repeat(200) }
      expect(payload).toEqual({ ...named, sha256, bytes, mediaType })
    })

    test('is queued in the order in which it was taken, and only once', async () => {
      const world = await open()
      const { entry } = await world.scene.start()
      await world.scene.settleAll('sent')
      const ids = []
      for (let n = 0; n < 3; n += 1) ids.push((await world.take(entry)).id)
      expect(await world.releaseAll()).toBe(3)
      expect(await world.shots.release(ANN)).toBe(0)
      expect(await world.deliver()).toEqual(ids)
    })

    test('is recorded once, however often it is told', async () => {
      const world = await open()
      const { entry } = await world.scene.start()
      const shot = await world.take(entry)
      await world.shots.record({ ...shot, holdUntil: 0 })
      expect(await world.mustGet(shot.id)).toEqual(shot)
    })

    test('waits here when the queue is full, says so, and goes when there is room', async () => {
      const world = await open({ capacity: 2 })
      const { entry, task } = await world.scene.start()
      const first = await world.take(entry)
      const second = await world.take(entry)
      expect(await world.releaseAll()).toBe(1)
      expect(await world.stateOf(first.id)).toEqual(['queued', undefined])
      expect(await world.stateOf(second.id)).toEqual(['held', 'queue-full'])
      expect(await world.scene.queue.counts()).toMatchObject({ dropped: 0 })
      expect(await world.deliver()).toEqual([task, first.id])
      expect(await world.shots.release(ANN)).toBe(1)
      expect(await world.stateOf(second.id)).toEqual(['queued', undefined])
    })

    test('keeps its time when the clock is put back by a year, and is not held for a year', async () => {
      const world = await open()
      const { entry } = await world.scene.start()
      const shot = await world.take(entry)
      world.scene.clock.set(world.scene.clock.now() - 365 * DAY)
      expect(await world.shots.release(ANN)).toBe(0)
      world.scene.clock.advance(HOLD - 1000)
      expect(await world.shots.release(ANN)).toBe(0)
      world.scene.clock.advance(2 * MINUTE)
      expect(await world.shots.release(ANN)).toBe(1)
      expect(await world.stateOf(shot.id)).toEqual(['queued', undefined])
    })

    test('of an entry that was deleted meanwhile is deleted, and never sent', async () => {
      const world = await open()
      const { entry } = await world.scene.start()
      const shot = await world.take(entry)
      const gone = { ...world.scene.draft(entry), type: 'delete' } as const
      await world.scene.journal.record(ANN, () => [gone])
      expect(await world.releaseAll()).toBe(0)
      expect(await world.stateOf(shot.id)).toEqual(['deleted', 'entry-deleted'])
      expect(await world.scene.queue.task(shot.id)).toBeUndefined()
    })

    test('can be replaced by one that shows less, until it is queued', async () => {
      const world = await open()
      const { entry } = await world.scene.start()
      const shot = await world.take(entry)
      const picture = { ...shot.picture, sha256: 'e'.repeat(64), bytes: 7, redacted: 'all' } as const
      expect(await world.shots.replace(shot.id, picture)).toBe(true)
      expect(await world.mustGet(shot.id)).toEqual({ ...shot, picture })
      await world.releaseAll()
      expect(await world.shots.replace(shot.id, shot.picture)).toBe(false)
      expect((await world.mustGet(shot.id)).picture).toEqual(picture)
    })

    test('belongs to its account: nobody else releases or lists it', async () => {
      const world = await open()
      const { entry } = await world.scene.start(BOB)
      const shot = await world.take(entry, { account: BOB })
      expect(await world.releaseAll(ANN)).toBe(0)
      expect(await world.shots.list({ account: ANN })).toEqual([])
      expect(await world.shots.nextReleaseAt(ANN)).toBeUndefined()
      expect(await world.shots.release(BOB)).toBe(1)
      expect(await world.stateOf(shot.id)).toEqual(['queued', undefined])
    })
  })
}
