import type { UploadLedger } from '@meantime/core'
import { describe, expect, test } from 'vitest'
import { contentOf, type OpenShotScene, type ShotScene } from './shot-scene.js'

export function describeFiles(open: OpenShotScene): void {
  const inUse = async ({ uploads }: ShotScene) => [...(await (uploads as UploadLedger).inUse())].sort()

  describe('the sweep of files', () => {
    test('spares what is held or queued, and takes what was deleted or sent', async () => {
      const world = await open()
      const { entry } = await world.scene.start()
      const [a, b, c] = [await world.take(entry), await world.take(entry), await world.take(entry)]
      const names = (...shots: { id: string }[]) => shots.map(({ id }) => contentOf(id).sha256).sort()
      expect(await inUse(world)).toEqual(names(a, b, c))
      await world.shots.delete([b.id])
      expect(await inUse(world)).toEqual(names(a, c))
      await world.releaseAll()
      expect(await inUse(world)).toEqual(names(a, c))
      await world.shots.delete([c.id])
      expect(await inUse(world)).toEqual(names(a))
      await world.deliver()
      expect(await inUse(world)).toEqual([])
    })

    test('spares a content that another picture still needs, and the new one of a replaced picture only', async () => {
      const world = await open()
      const { entry } = await world.scene.start()
      const a = await world.take(entry)
      const b = await world.take(entry, { picture: a.picture })
      await world.shots.delete([a.id])
      expect(await inUse(world)).toEqual([a.picture.sha256])
      await world.shots.replace(b.id, { ...a.picture, sha256: 'f'.repeat(64) })
      expect(await inUse(world)).toEqual(['f'.repeat(64)])
    })
  })
}

export function describeShotDurability(open: OpenShotScene): void {
  describe('after it was closed and opened again', () => {
    test('the log is as it was, and goes on', async () => {
      const world = await open()
      const { entry } = await world.scene.start()
      const shot = await world.take(entry, { monitor: 'Left' })
      await world.releaseAll()
      const held = await world.take(entry)
      const before = await world.mustGet(shot.id)
      await world.scene.reopen()
      expect(await world.mustGet(shot.id)).toEqual(before)
      expect(await world.mustGet(held.id)).toEqual(held)
      expect(await world.releaseAll()).toBe(1)
    })
  })
}
