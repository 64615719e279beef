import type { ClaimedTask, TaskId } from '@meantime/core'
import { olderFault } from '@meantime/testkit/older-server'
import { describe, expect, test } from 'vitest'
import { scene } from './support/scene.js'

const JPEG = Buffer.from([0xff, 0xd8, 0xff, 0xe0])
const POST = { method: 'POST', path: '/screenshots' }

async function withEntry(options: Parameters<typeof scene>[0] = {}) {
  const one = scene(options)
  const start = one.task('start')
  await one.send(start)
  let count = 0
  const shot = async (entryId = start.lane): Promise<ClaimedTask> => {
    count += 1
    const bytes = Buffer.concat([JPEG, Buffer.from(`picture ${count}`)])
    const stored = await one.blobs.put(bytes)
    const id = `0190b000-0000-7000-9000-00000000000${count}` as TaskId
    const payload = { id, entryId, takenAt: one.clock.now(), mediaType: 'image/jpeg', ...stored }
    return { id, lane: id, entityType: 'screenshot', payload, attempts: 0 }
  }
  const pictures = () => one.older.tables.screenshots.map(({ sha256 }) => sha256)
  return { ...one, start, shot, pictures }
}

describe('a screenshot', () => {
  test('arrives once, byte for byte, at its entry; sent again it is a duplicate here and nothing there', async () => {
    const { kinds, shot, pictures, older, row } = await withEntry()
    const one = await shot()
    expect(await kinds(one)).toEqual(['applied'])
    expect(await kinds(one)).toEqual(['duplicate'])
    expect(pictures()).toEqual([(one.payload as { sha256: string }).sha256])
    expect(older.tables.screenshots[0]?.timeEntryId).toBe(row()?.id)
  })

  test('of which the answer was lost is looked for, and not sent again when it is there', async () => {
    const { send, kinds, shot, pictures, older, restart } = await withEntry()
    const one = await shot()
    older.faults.next(olderFault.lost, POST)
    await expect(send(one)).rejects.toThrow()
    restart()
    expect(await kinds(one)).toEqual(['duplicate'])
    expect(pictures()).toHaveLength(1)
  })

  test('that never arrived is sent again', async () => {
    const { send, kinds, shot, pictures, older } = await withEntry()
    const one = await shot()
    older.faults.next(olderFault.reset, POST)
    await expect(send(one)).rejects.toThrow()
    expect(await kinds(one)).toEqual(['applied'])
    expect(pictures()).toHaveLength(1)
  })

  test('is not taken for another one whose answer was lost', async () => {
    const { send, kinds, shot, pictures, older } = await withEntry()
    const [first, second] = [await shot(), await shot()]
    older.faults.next(olderFault.reset, POST)
    await expect(send(first)).rejects.toThrow()
    older.faults.next(olderFault.lost, POST)
    await expect(send(second)).rejects.toThrow()
    expect(await kinds(first, second)).toEqual(['applied', 'duplicate'])
    expect(new Set(pictures()).size).toBe(2)
    expect(pictures()).toHaveLength(2)
  })

  test('where the server does not tell what it has, a person decides whether it goes again', async () => {
    const { send, kinds, shot, pictures, older } = await withEntry()
    const one = await shot()
    older.faults.next(olderFault.lost, POST)
    await expect(send(one)).rejects.toThrow()
    older.faults.next(olderFault.status(404, 'Cannot GET'), { method: 'GET', path: '/screenshots' })
    expect(await send(one)).toMatchObject([{ kind: 'rejected', reason: { code: 'maybe-delivered' } }])
    older.faults.next(olderFault.status(404, 'Cannot GET'), { method: 'GET', path: '/screenshots' })
    expect(await kinds(one)).toEqual(['applied'])
    expect(pictures()).toHaveLength(2)
  })

  test('the doubt about one outlives another one of its entry, and each doubt is asked about', async () => {
    const { send, kinds, shot, pictures, older } = await withEntry()
    const [first, second] = [await shot(), await shot()]
    const untold = () =>
      older.faults.next(olderFault.status(404, 'Cannot GET'), { method: 'GET', path: '/screenshots' })
    older.faults.next(olderFault.lost, POST)
    await expect(send(first)).rejects.toThrow()
    untold()
    expect(await kinds(second)).toEqual(['applied'])
    expect(await send(first)).toMatchObject([{ kind: 'rejected', reason: { code: 'maybe-delivered' } }])
    // Its person sends it again, and the answer is lost once more.
    older.faults.next(olderFault.lost, POST)
    await expect(send(first)).rejects.toThrow()
    untold()
    expect(await send(first)).toMatchObject([{ kind: 'rejected', reason: { code: 'maybe-delivered' } }])
    expect(pictures()).toHaveLength(3)
  })

  test('that cannot be stored waits, because the server may be full; after five times it is for a person', async () => {
    const { kinds, shot, older } = await withEntry()
    const one = await shot()
    older.faults.storageBroken = true
    expect(await kinds(one)).toEqual(['retry'])
    expect(await kinds({ ...one, attempts: 4 })).toEqual(['rejected'])
    older.faults.storageBroken = false
    expect(await kinds(one)).toEqual(['applied'])
  })

  test('waits for the start of its entry, and goes nowhere when its entry was deleted before it was sent', async () => {
    const { send, shot, task } = await withEntry()
    expect(await send(await shot('019b0000-0000-7000-8000-000000000001'))).toMatchObject([
      { kind: 'blocked', reason: { code: 'entry-unknown' } },
    ])
    const start = task('start')
    await send(start, task('delete', { entryId: start.lane }))
    expect(await send(await shot(start.lane))).toMatchObject([{ kind: 'rejected', reason: { code: 'entry-deleted' } }])
  })

  test('larger than the server takes is not even tried; an activity sample is refused in words', async () => {
    const { send, shot, older } = await withEntry()
    const one = await shot()
    const before = older.requests.length
    const large = { ...one, payload: { ...(one.payload as object), bytes: 9_000_000 } }
    expect(await send(large)).toMatchObject([{ kind: 'rejected', reason: { code: 'BLOB_TOO_LARGE' } }])
    expect(await send({ ...one, entityType: 'activity' })).toMatchObject([
      { kind: 'rejected', reason: { code: 'not-supported' } },
    ])
    expect(older.requests.length).toBe(before)
  })
})
