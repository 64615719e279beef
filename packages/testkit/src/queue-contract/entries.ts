import type { EventDraft } from '@meantime/core'
import { describe, expect, test } from 'vitest'
import { ANN, BOB, MINUTE, type OpenScene, type Scene } from './scene.js'

export function describeEntries(open: OpenScene): void {
  describe('looking entries up', () => {
    test('the newest come first, and only as many as asked for', async () => {
      const scene = await open()
      const first = await scene.worked()
      const second = await scene.worked()
      const third = await scene.worked()
      expect(await ids(scene, {})).toEqual([third.entry, second.entry, first.entry])
      expect(await ids(scene, { limit: 2 })).toEqual([third.entry, second.entry])
    })

    test('a span finds what overlaps it, also what still runs', async () => {
      const scene = await open()
      const begin = scene.clock.now()
      const first = await scene.worked()
      scene.clock.advance(10 * MINUTE)
      const second = await scene.start()

      expect(await ids(scene, { from: begin, to: begin + 1 })).toEqual([first.entry])
      expect(await ids(scene, { from: begin + MINUTE, to: begin + 5 * MINUTE })).toEqual([])
      expect(await ids(scene, { from: begin + 20 * MINUTE })).toEqual([second.entry])
      expect(await ids(scene, { to: begin })).toEqual([])
    })

    test('an entry without length is found by its moment', async () => {
      const scene = await open()
      const { entry } = await scene.start()
      const at = (await scene.journal.entry(entry))?.startedAt ?? 0
      await scene.journal.record(ANN, () => [{ ...scene.draft(entry), type: 'stop', occurredAt: at }])
      expect(await ids(scene, { from: at, to: at + 1 })).toEqual([entry])
      expect(await ids(scene, { from: at + 1 })).toEqual([])
    })

    test('an edit moves an entry to where it then is', async () => {
      const scene = await open()
      const { entry } = await scene.worked()
      const edit: EventDraft = {
        ...scene.draft(entry),
        type: 'edit',
        changes: { description: 'Moved', segments: [{ from: 1000, to: 2000 }] },
      }
      await scene.journal.record(ANN, () => [edit])
      expect(await scene.journal.entries({ account: ANN, from: 0, to: 5000 })).toMatchObject([
        { id: entry, description: 'Moved', startedAt: 1000, endedAt: 2000 },
      ])
    })

    test('deleted entries are left out, but still found by their id', async () => {
      const scene = await open()
      const { entry } = await scene.worked()
      await scene.journal.record(ANN, () => [{ ...scene.draft(entry), type: 'delete' }])
      expect(await ids(scene, {})).toEqual([])
      expect(await scene.journal.entry(entry)).toMatchObject({ state: 'deleted' })
    })

    test("nobody sees another account's entries", async () => {
      const scene = await open()
      await scene.worked(BOB)
      expect(await ids(scene, {})).toEqual([])
      expect(await scene.journal.open(ANN)).toBeUndefined()
    })
  })
}

async function ids(scene: Scene, query: { from?: number; to?: number; limit?: number }) {
  return (await scene.journal.entries({ account: ANN, ...query })).map(({ id }) => id)
}
