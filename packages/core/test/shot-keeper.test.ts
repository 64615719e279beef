import { createHash } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import {
  type AccountId,
  type BlobStore,
  type EntryId,
  type HeldShot,
  type Shot,
  ShotKeeper,
  type ShotLedger,
  silentLogger,
  type TaskId,
} from '../src/index.js'

const FACTS = { mediaType: 'image/webp', width: 4, height: 3, redacted: 0 } as const
const PICTURE = Buffer.from('a picture')
const shot = (id = 'one') => ({
  id: id as TaskId,
  account: 'ann' as AccountId,
  entryId: 'entry' as EntryId,
  takenAt: 1,
  holdUntil: 2,
})
const sha = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex')

/** A store and a log in memory; `order` is what was done to them. */
function scene(trouble: { record?: Error; remove?: Error; meanwhile?: () => void } = {}) {
  const [files, rows, order] = [new Map<string, Uint8Array>(), new Map<TaskId, Shot>(), [] as string[]]
  const inUse = async () => new Set([...rows.values()].flatMap(({ picture }) => picture?.sha256 ?? []))
  const blobs: Omit<BlobStore, 'check' | 'sweep'> = {
    async put(content) {
      const bytes = content as Uint8Array
      order.push('put')
      files.set(sha(bytes), bytes)
      return { sha256: sha(bytes), bytes: bytes.byteLength }
    },
    async open(sha256) {
      const bytes = files.get(sha256)
      if (bytes === undefined) return undefined
      const read = async (offset: number, length: number) => bytes.subarray(offset, offset + length)
      return { bytes: bytes.byteLength, read, close: async () => undefined }
    },
    async remove(sha256s, named) {
      order.push('remove')
      if (trouble.remove) throw trouble.remove
      const needed = await named()
      return sha256s.filter((sha256) => !needed.has(sha256) && files.delete(sha256)).length
    },
  }
  const shots: Pick<ShotLedger, 'record' | 'get' | 'delete' | 'replace'> = {
    async record(given) {
      order.push('record')
      if (trouble.record) throw trouble.record
      rows.set(given.id, given)
      trouble.meanwhile?.()
    },
    get: async (id) => rows.get(id),
    async delete(ids) {
      order.push('delete')
      return ids.filter((id) => rows.delete(id))
    },
    async replace(id, picture) {
      const row = rows.get(id)
      if (row) rows.set(id, { ...row, picture })
      return row !== undefined
    },
  }
  const parts = { blobs: blobs as BlobStore, shots: shots as ShotLedger, uploads: { inUse } }
  return { keeper: new ShotKeeper(parts, silentLogger), files, rows, order }
}

describe('keeping', () => {
  test('the file comes before its row', async () => {
    const { keeper, order, rows } = scene()
    const kept: HeldShot = await keeper.keep(shot(), PICTURE, FACTS)
    expect(order).toEqual(['put', 'record'])
    expect(kept).toEqual({ ...shot(), state: 'held', picture: { sha256: sha(PICTURE), bytes: 9, ...FACTS } })
    expect(rows.get(kept.id)).toEqual(kept)
  })

  test('a file that somebody removed before its row was there is put again', async () => {
    const world = scene({ meanwhile: () => world.files.clear() })
    await world.keeper.keep(shot(), PICTURE, FACTS)
    expect(world.files.has(sha(PICTURE))).toBe(true)
  })

  test('what is not wanted any more when its file is there is neither named nor left behind', async () => {
    const { keeper, files, rows } = scene()
    const changed = new Error('turned off meanwhile')
    await expect(keeper.keep(shot(), PICTURE, FACTS, () => Promise.reject(changed))).rejects.toBe(changed)
    expect([files.size, rows.size]).toEqual([0, 0])
  })

  test('what cannot be recorded is discarded, and the error is told', async () => {
    const { keeper, files } = scene({ record: new Error('full') })
    await expect(keeper.keep(shot(), PICTURE, FACTS)).rejects.toThrow('full')
    expect(files.size).toBe(0)
  })
})

describe('reading', () => {
  test('gives the bytes, nothing when they are gone, and an error when they are not what was kept', async () => {
    const { keeper, files } = scene()
    const kept = await keeper.keep(shot(), PICTURE, FACTS)
    expect(Buffer.from((await keeper.read(kept)) ?? [])).toEqual(PICTURE)
    files.set(kept.picture.sha256, Buffer.from('A picture'))
    await expect(keeper.read(kept)).rejects.toMatchObject({ code: 'BLOB_DAMAGED', kind: 'storage' })
    files.clear()
    expect(await keeper.read(kept)).toBeUndefined()
    const { picture: _, ...without } = kept
    expect(await keeper.read(without)).toBeUndefined()
  })
})

describe('deleting', () => {
  test('the row goes before its file, and a file that another picture needs stays', async () => {
    const { keeper, order, files } = scene()
    const [one, two] = [await keeper.keep(shot('one'), PICTURE, FACTS), await keeper.keep(shot('two'), PICTURE, FACTS)]
    order.length = 0
    expect(await keeper.delete([one.id])).toEqual([one.id])
    expect(order).toEqual(['delete', 'remove'])
    expect(files.size).toBe(1)
    await keeper.delete([two.id])
    expect(files.size).toBe(0)
  })

  test('counts when only the row could go: a sweep takes the file', async () => {
    const { keeper, rows } = scene({ remove: new Error('the disk is busy') })
    const { id } = await keeper.keep(shot(), PICTURE, FACTS)
    expect(await keeper.delete([id])).toEqual([id])
    expect(rows.size).toBe(0)
  })
})

describe('replacing', () => {
  test('leaves the new file only; of what is not held any more, neither', async () => {
    const { keeper, files, rows } = scene()
    const { id } = await keeper.keep(shot(), PICTURE, FACTS)
    const covered = Buffer.from('covered')
    expect(await keeper.replace(id, covered, { ...FACTS, redacted: 1 })).toBe(true)
    expect([...files.keys()]).toEqual([sha(covered)])
    expect(rows.get(id)?.picture).toMatchObject({ sha256: sha(covered), redacted: 1 })
    rows.delete(id)
    expect(await keeper.replace(id, PICTURE, FACTS)).toBe(false)
    expect(files.has(sha(PICTURE))).toBe(false)
  })

  test('without a place for pictures it says what is missing', async () => {
    await expect(new ShotKeeper(undefined, silentLogger).keep(shot(), PICTURE, FACTS)).rejects.toMatchObject({
      code: 'NO_SHOT_LEDGER',
    })
  })
})
