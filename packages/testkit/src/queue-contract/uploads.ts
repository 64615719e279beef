import {
  type BlobRef,
  type EntryId,
  isQueueFullError,
  LOCAL_ACCOUNT,
  type TaskId,
  type UploadLedger,
} from '@meantime/core'
import { describe, expect, test } from 'vitest'
import { ANN, MINUTE, type OpenScene, REASON } from './scene.js'

const blob = (letter: string): BlobRef => ({ sha256: letter.repeat(64), bytes: 10, mediaType: 'image/png' })

/** For a queue that is an UploadLedger too: `QueueParts.uploads`. */
export function describeUploads(open: OpenScene): void {
  describe('a screenshot with a picture', () => {
    test.each(['upload first', 'start first'])(
      'a screenshot goes when its start is sent and its picture uploaded: %s',
      async (order) => {
        const { deliver, ledger, reasonOf, scene, shoot } = await begin()
        const { entry, task: start } = await scene.start()
        const shot = await shoot('a', entry)
        expect(await reasonOf(shot)).toBe('WAITS_FOR_UPLOAD')
        if (order === 'upload first') {
          await ledger.uploaded(ANN, blob('a').sha256)
          expect(await reasonOf(shot)).toBe('WAITS_FOR_START')
          expect(await deliver()).toEqual([start])
        } else {
          expect(await deliver()).toEqual([start])
          expect(await deliver()).toEqual([])
          await ledger.uploaded(ANN, blob('a').sha256)
        }
        expect(await deliver()).toEqual([shot])
      },
    )

    test('a picture is named for as long as an open task needs it, and not longer', async () => {
      const { deliver, inUse, ledger, queue, scene, shoot } = await begin()
      const first = await shoot('a')
      await shoot('a')
      const third = await shoot('b')
      const fourth = await shoot('c')
      expect(await inUse()).toBe('abc')
      await queue.cancel([first, third])
      expect(await inUse()).toBe('ac')
      await ledger.uploaded(ANN, blob('a').sha256)
      expect((await deliver()).length).toBe(1)
      expect(await inUse()).toBe('c')
      await ledger.uploaded(ANN, blob('c').sha256)
      const lease = await scene.mustClaim()
      await queue.settle(lease.token, [{ id: fourth, result: 'dead', reason: REASON }])
      // A person may still try it again.
      expect(await inUse()).toBe('c')
      await queue.cancel([fourth])
      expect(await inUse()).toBe('')
    })

    test('an evicted screenshot names its picture no more; a refused one never did', async () => {
      const { inUse, scene, shoot } = await begin({ capacity: 2 })
      await shoot('a')
      await shoot('b')
      await expect(shoot('c')).rejects.toSatisfy(isQueueFullError)
      expect(await inUse()).toBe('ab')
      await scene.start()
      expect(await inUse()).toBe('b')
    })

    test('tasks with one content make one upload, oldest first', async () => {
      const { deliver, due, ledger, shoot } = await begin()
      await shoot('b')
      await shoot('a')
      await shoot('b')
      expect(await due()).toBe('ba')
      await ledger.uploaded(ANN, blob('b').sha256)
      expect(await due()).toBe('a')
      expect((await deliver()).length).toBe(2)
    })

    test('an upload that failed backs off alone, also over a restart of the clock, and a person ends the wait', async () => {
      const { clock, due, ledger, queue, reasonOf, shoot } = await begin()
      const shot = await shoot('a')
      await shoot('b')
      await ledger.failed(ANN, blob('a').sha256, { notBefore: clock.now() + MINUTE, reason: REASON })
      expect(await due()).toBe('b')
      expect(await ledger.nextDueAt(ANN)).toBe(0)
      await ledger.uploaded(ANN, blob('b').sha256)
      expect(await ledger.nextDueAt(ANN)).toBe(clock.now() + MINUTE)
      expect(await queue.task(shot)).toMatchObject({ reason: REASON, notBefore: clock.now() + MINUTE, attempts: 0 })
      expect(await queue.retry(ANN, [])).toBe(1)
      expect(await due()).toBe('a')
      await ledger.failed(ANN, blob('a').sha256, { notBefore: clock.now() + 60 * MINUTE, reason: REASON })
      expect(await due()).toBe('a')
      expect((await ledger.due(ANN, 1))[0]?.failures).toBe(2)
      expect(await reasonOf(shot)).toBe(REASON.code)
    })

    test('where an upload was begun is remembered, until it is complete or lost', async () => {
      const { deliver, ledger, shoot } = await begin()
      const shot = await shoot('a')
      await ledger.begun(ANN, blob('a').sha256, 'upload-1')
      expect(await ledger.due(ANN, 1)).toMatchObject([{ uploadId: 'upload-1', bytes: 10, mediaType: 'image/png' }])
      await ledger.uploaded(ANN, blob('a').sha256)
      await ledger.uploadAgain([shot])
      expect(await deliver()).toEqual([])
      expect(await ledger.due(ANN, 1)).not.toHaveProperty('0.uploadId')
      await ledger.uploaded(ANN, blob('a').sha256)
      expect(await deliver()).toEqual([shot])
    })

    test('content that can never be uploaded parks its own tasks; tried again by hand they wait for their upload', async () => {
      const { deliver, due, ledger, queue, reasonOf, scene, shoot } = await begin()
      const { entry, task: start } = await scene.start()
      const shots = [await shoot('a', entry), await shoot('a')]
      const stop = await scene.stop(entry)
      expect(await ledger.parked(ANN, blob('a').sha256, REASON)).toBe(2)
      expect(await due()).toBe('')
      expect(await deliver()).toEqual([start, stop])
      for (const id of shots) expect(await queue.task(id)).toMatchObject({ state: 'dead', reason: REASON })
      expect(await queue.retry(ANN)).toBe(2)
      expect(await deliver()).toEqual([])
      expect(await reasonOf(shots[0] as TaskId)).toBe('WAITS_FOR_UPLOAD')
      await ledger.uploaded(ANN, blob('a').sha256)
      expect((await deliver()).sort()).toEqual([...shots].sort())
    })

    test('work adopted from nobody takes its uploads along', async () => {
      const { due, inUse, journal, shoot } = await begin()
      await shoot('a', undefined, LOCAL_ACCOUNT)
      expect(await due()).toBe('')
      await journal.adopt(ANN)
      expect(await due()).toBe('a')
      expect(await inUse()).toBe('a')
    })
  })

  /** The words of these tests; pictures are named by a letter. */
  async function begin(settings: { capacity?: number } = {}) {
    const scene = await open(settings)
    const { queue, journal, newId, clock } = scene
    const ledger: UploadLedger = scene.uploads
    const shoot = async (letter: string, entryId?: EntryId, account = ANN) => {
      const id = newId() as TaskId
      const draft = { id, account, entityType: 'screenshot', payload: { sha256: letter }, blob: blob(letter) } as const
      await queue.enqueue(entryId === undefined ? draft : { ...draft, entryId })
      return id
    }
    const deliver = () => scene.settleAll('sent')
    const inUse = async () =>
      [...(await ledger.inUse())]
        .flatMap((sha256) => sha256[0] ?? [])
        .sort()
        .join('')
    const due = async () => (await ledger.due(ANN, 10)).map(({ sha256 }) => sha256[0]).join('')
    const reasonOf = async (id: TaskId) => (await queue.task(id))?.reason?.code
    return { scene, queue, ledger, shoot, deliver, inUse, due, reasonOf, clock, journal }
  }
}
