import { createHash, randomBytes } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import {
  type AccountId,
  type BlobStore,
  JOURNAL,
  LOCAL_ACCOUNT,
  MeantimeError,
  STATE_STORE,
  UPLOAD_LEDGER,
  type UploadLedger,
} from '@meantime/core'
import { MemoryBlobStore } from '@meantime/testkit'
import { type LegacyRow, shot as shotOf, start, LEGACY_FROM as T0 } from '@meantime/testkit/legacy-database'
import { describe, expect, test } from 'vitest'
import { LEGACY_TAKE_OVER } from '../src/index.js'
import { writeLegacyFile } from './support/legacy-file.js'
import { openForTest, tempFolder } from './support/open-app.js'

const START = start('Old work')

const jpeg = (bytes = 5000) => Buffer.concat([Buffer.from([0xff, 0xd8, 0xff, 0xe0]), randomBytes(bytes)])
const hashOf = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex')
const shot = (picture: Buffer | string, more: object = {}) => shotOf('temp-1', picture, more)

function oldFile(rows: readonly LegacyRow[]): string {
  const file = join(tempFolder(), 'old.db')
  writeLegacyFile(file, 'newest', rows).close()
  return file
}

/** Opens the file with a place for pictures, and does what an upload does first. */
async function opened(file: string, blobs: BlobStore = new MemoryBlobStore()) {
  const world = await openForTest({ file }, { blobs })
  const uploads = world.app.get(UPLOAD_LEDGER)
  return { ...world, uploads, due: () => uploads.due(LOCAL_ACCOUNT, 100) }
}

/** Until nothing new comes. */
async function all(uploads: UploadLedger) {
  for (let before = -1; ; ) {
    const due = await uploads.due(LOCAL_ACCOUNT, 1000)
    if (due.length === before) return due
    before = due.length
  }
}

const rowsKept = (world: Awaited<ReturnType<typeof openForTest>>) =>
  world.file.read((connection) =>
    connection.sql<{ entity_type: string; reason: string }>('SELECT entity_type, reason FROM legacy_unreadable').all(),
  )
const wholeFolder = (file: string) =>
  Buffer.concat(readdirSync(dirname(file)).map((name) => readFileSync(join(dirname(file), name))))

describe('screenshots of the predecessor', () => {
  test('become files, byte for byte, and tasks that name them and wait for their start', async () => {
    const pictures = [jpeg(), jpeg()]
    const file = oldFile([START, ...pictures.map((picture) => shot(picture, { accessToken: 'PLANTED' }))])
    const blobs = new MemoryBlobStore()
    const { uploads, queue, due, app } = await opened(file, blobs)
    expect(await uploads.nextDueAt(LOCAL_ACCOUNT)).toBe(0)
    expect((await due()).map(({ sha256, mediaType }) => [sha256, mediaType])).toEqual(
      pictures.map((picture) => [hashOf(picture), 'image/jpeg']),
    )
    for (const picture of pictures) expect(blobs.contents.get(hashOf(picture))).toEqual(new Uint8Array(picture))
    expect((await queue.tasks({})).slice(1)).toMatchObject([
      { entityType: 'screenshot', createdAt: (T0 + 60) * 1000, reason: { code: 'WAITS_FOR_UPLOAD' } },
      { entityType: 'screenshot', createdAt: (T0 + 120) * 1000 },
    ])
    const [entry] = await app.get(JOURNAL).entries({ account: LOCAL_ACCOUNT })
    for (const picture of pictures) await uploads.uploaded(LOCAL_ACCOUNT, hashOf(picture))
    const start = await queue.claim({ account: LOCAL_ACCOUNT, limit: 10 })
    expect(start?.tasks.map(({ entityType }) => entityType)).toEqual(['time_entry_start'])
    await queue.settle(start?.token as never, [{ id: start?.tasks[0]?.id as never, result: 'sent' }])
    const shots = (await queue.claim({ account: LOCAL_ACCOUNT, limit: 10 }))?.tasks ?? []
    expect(shots.map(({ payload }) => payload)).toEqual(
      pictures.map((picture, index) => ({
        id: shots[index]?.id,
        entryId: entry?.id,
        takenAt: (T0 + 60 * (index + 1)) * 1000,
        mediaType: 'image/jpeg',
        sha256: hashOf(picture),
        bytes: picture.length,
      })),
    )
  })

  test('leave no trace of their base64 in the database once they are files', async () => {
    const picture = jpeg(50_000)
    const file = oldFile([START, shot(picture)])
    const first = await opened(file)
    expect(wholeFolder(file).includes(picture.toString('base64').slice(8000, 8100))).toBe(true)
    await all(first.uploads)
    await first.app.stop()
    const second = await opened(file)
    await second.app.stop()
    expect(wholeFolder(file).includes(picture.toString('base64').slice(8000, 8100))).toBe(false)
  })

  test('wait, program after program, until one comes that has a place for pictures', async () => {
    const picture = jpeg()
    const file = oldFile([START, shot(picture)])
    for (let n = 0; n < 2; n += 1) {
      const without = await openForTest({ file })
      expect(await without.app.get(UPLOAD_LEDGER).due(LOCAL_ACCOUNT, 10)).toEqual([])
      expect(await without.app.get(UPLOAD_LEDGER).nextDueAt(LOCAL_ACCOUNT)).toBeUndefined()
      expect(await without.queue.counts()).toMatchObject({ pending: 1, dead: 0 })
      await without.app.stop()
    }
    const { uploads } = await opened(file)
    expect((await all(uploads)).map(({ sha256 }) => sha256)).toEqual([hashOf(picture)])
    expect(await uploads.nextDueAt('somebody else' as AccountId)).toBeUndefined()
  })

  test('belong to whoever adopted their entry meanwhile; those of a given-up entry go nowhere', async () => {
    const ann = 'ann' as AccountId
    const [first, second] = [jpeg(), jpeg()]
    const file = oldFile([
      START,
      shot(first),
      { payload: { ...(START.payload as object), userId: 'u-1' } },
      shot(second),
    ])
    const { journal, queue, uploads } = await opened(file)
    await journal.adopt(ann)
    const starts = (await queue.tasks({})).filter(({ entityType }) => entityType === 'time_entry_start')
    await queue.cancel(starts.slice(1).map(({ id }) => id))
    expect((await uploads.due(ann, 10)).map(({ sha256 }) => sha256)).toEqual([hashOf(first)])
    expect([...(await uploads.inUse())]).toEqual([hashOf(first)])
  })

  test('that show no picture are set aside and reported; the others pass', async () => {
    const good = jpeg()
    const rows = [START, shot('####'), shot(Buffer.from('GIF89a').toString('base64')), shot(good), shot('')]
    const { uploads, app, ...world } = await opened(oldFile(rows))
    expect(await app.get(STATE_STORE).get(LEGACY_TAKE_OVER)).toMatchObject({ taken: 2, setAside: 3 })
    expect((await all(uploads)).map(({ sha256 }) => sha256)).toEqual([hashOf(good)])
    const kept = await rowsKept({ app, ...world })
    expect(kept).toHaveLength(3)
    for (const { reason } of kept) expect(reason).toBe('its picture is no JPEG, PNG or WebP in base64')
  })

  test('begin to be uploaded while most of them still wait, and one at a time is in memory', async () => {
    let [now, most] = [0, 0]
    class Counting extends MemoryBlobStore {
      override async put(content: Uint8Array) {
        now += 1
        most = Math.max(most, now)
        await new Promise((resolve) => setImmediate(resolve))
        now -= 1
        return super.put(content)
      }
    }
    const { uploads } = await opened(
      oldFile([START, ...Array.from({ length: 50 }, () => shot(jpeg(100)))]),
      new Counting(),
    )
    const [a, b] = await Promise.all([uploads.due(LOCAL_ACCOUNT, 100), uploads.due(LOCAL_ACCOUNT, 100)])
    expect(a.length).toBeLessThan(20)
    expect(a).toEqual(b)
    expect(await uploads.nextDueAt(LOCAL_ACCOUNT)).toBe(0)
    expect(await all(uploads)).toHaveLength(50)
    expect(most).toBe(1)
  })
})

describe('making pictures into files, interrupted', () => {
  const noRoom = () => new MeantimeError({ code: 'DISK_FULL', kind: 'storage', message: 'There is no room.' })

  test('between the file and its row: begun again, it is there once', async () => {
    class Dies extends MemoryBlobStore {
      override async put(content: Uint8Array): Promise<never> {
        await super.put(content)
        throw noRoom()
      }
    }
    const picture = jpeg()
    const file = oldFile([START, shot(picture)])
    const died = await opened(file, new Dies())
    expect(await died.due()).toEqual([])
    await died.app.stop()
    for (let n = 0; n < 2; n += 1) {
      const again = await opened(file)
      expect((await all(again.uploads)).map(({ sha256 }) => sha256)).toEqual([hashOf(picture)])
      expect((await again.queue.counts()).pending).toBe(2)
      await again.app.stop()
    }
  })

  test('by a full disk: they wait a minute, and what is a file already is uploaded meanwhile', async () => {
    let room = 1
    class Small extends MemoryBlobStore {
      override async put(content: Uint8Array) {
        if (room === 0) throw noRoom()
        room -= 1
        return super.put(content)
      }
    }
    const pictures = [jpeg(), jpeg(), jpeg()]
    const { due, uploads, clock, logger } = await opened(
      oldFile([START, ...pictures.map((one) => shot(one))]),
      new Small(),
    )
    expect((await due()).map(({ sha256 }) => sha256)).toEqual([hashOf(pictures[0] as Buffer)])
    expect(logger.lines).toContainEqual(expect.objectContaining({ level: 'warn', fields: { code: 'DISK_FULL' } }))
    await uploads.uploaded(LOCAL_ACCOUNT, hashOf(pictures[0] as Buffer))
    room = 10
    expect(await uploads.nextDueAt(LOCAL_ACCOUNT)).toBeUndefined()
    clock.advance(60_000)
    expect(await uploads.nextDueAt(LOCAL_ACCOUNT)).toBe(0)
    expect((await all(uploads)).map(({ sha256 }) => sha256)).toEqual(pictures.slice(1).map(hashOf))
  })

  test('by another program that does the same: each picture becomes one task', async () => {
    const file = oldFile([START, ...Array.from({ length: 20 }, () => shot(jpeg(500)))])
    const blobs = new MemoryBlobStore()
    const both = [await opened(file, blobs), await opened(file, blobs)]
    await Promise.all(both.map(({ uploads }) => all(uploads)))
    expect((await both[0]?.queue.counts())?.pending).toBe(21)
    expect(blobs.contents.size).toBe(20)
  })
})
