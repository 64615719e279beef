import { createHash, randomBytes } from 'node:crypto'
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { fixedKey } from './fixed-key.js'
import { openSpool } from './open-spool.js'

const CHUNK = 64 * 1024
const TAG = 16
const HEADER = 48
const sha = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex')

async function stored(content: Uint8Array) {
  const world = openSpool({ key: fixedKey() })
  const blob = await world.spool.put(content)
  const file = join(world.folder, blob.sha256)
  const read = async (offset: number, length: number) => {
    const open = await world.spool.open(blob.sha256)
    try {
      return Buffer.from((await open?.read(offset, length)) ?? [])
    } finally {
      await open?.close()
    }
  }
  return { ...world, blob, file, read }
}

describe('a file on the disk', () => {
  test('shows no piece of the picture, and never the same bytes twice', async () => {
    const picture = Buffer.alloc(3 * CHUNK, 'a known pattern ')
    const { file, spool } = await stored(picture)
    const first = readFileSync(file)
    expect(first.includes('known')).toBe(false)
    expect(first.length).toBe(HEADER + picture.length + 3 * TAG + 8 + TAG)
    await spool.put(picture)
    const second = readFileSync(file)
    for (let at = HEADER; at < first.length; at += TAG) expect(second.indexOf(first.subarray(at, at + TAG))).toBe(-1)
  })

  test.each([1, CHUNK - 1, CHUNK, CHUNK + 1, 2 * CHUNK, 1_000_000])('of %i bytes is read back whole', async (size) => {
    const picture = randomBytes(size)
    const { spool, blob, read } = await stored(picture)
    expect(blob).toEqual({ sha256: sha(picture), bytes: size })
    expect(await spool.check(blob)).toBe('sound')
    expect((await read(0, size + 10)).equals(picture)).toBe(true)
    expect(await read(size, 10)).toHaveLength(0)
  })

  test('gives any part of the picture, as an upload that is resumed needs it', async () => {
    const picture = randomBytes(3 * CHUNK + 77)
    const { spool, blob } = await stored(picture)
    const open = await spool.open(blob.sha256)
    expect(open?.bytes).toBe(picture.length)
    const part = fc.tuple(fc.nat(picture.length + 5), fc.nat(2 * CHUNK + 5))
    await fc.assert(
      fc.asyncProperty(part, async ([offset, length]) => {
        const found = Buffer.from((await open?.read(offset, length)) ?? [])
        expect(found.equals(picture.subarray(offset, offset + length))).toBe(true)
      }),
      { numRuns: 200 },
    )
    await open?.close()
  })

  test('comes in pieces of any size to the same', async () => {
    const picture = randomBytes(2 * CHUNK + 5)
    const sizes = fc.array(fc.integer({ min: 1, max: CHUNK + 9 }), { minLength: 1, maxLength: 9 })
    await fc.assert(
      fc.asyncProperty(sizes, async (steps) => {
        const { spool } = openSpool({ key: fixedKey() })
        const blob = await spool.put(pieces(picture, steps))
        expect(await spool.check(blob)).toBe('sound')
        expect(blob.sha256).toBe(sha(picture))
      }),
      { numRuns: 15 },
    )
  })

  test('of before there was encryption is read as it is', async () => {
    const old = openSpool({ key: 'none' })
    const picture = Buffer.from('\x89PNG\r\n\x1a\n an old picture', 'latin1')
    const blob = await old.spool.put(picture)
    expect(readFileSync(join(old.folder, blob.sha256))).toEqual(picture)
    const { spool } = openSpool({ key: fixedKey(), folder: old.folder })
    expect(await spool.check(blob)).toBe('sound')
    const open = await spool.open(blob.sha256)
    expect(Buffer.from((await open?.read(1, 3)) ?? []).toString()).toBe('PNG')
    await open?.close()
    await spool.put(picture)
    expect(readFileSync(join(old.folder, blob.sha256)).includes('old picture')).toBe(false)
  })
})

describe('a file that somebody changed', () => {
  const picture = randomBytes(3 * CHUNK)
  const at = (chunk: number) => HEADER + chunk * (CHUNK + TAG)
  const part = (bytes: Buffer, chunk: number) => bytes.subarray(at(chunk), at(chunk + 1))
  const changes: Record<string, (bytes: Buffer) => Buffer> = {
    'one bit of the content': (bytes) => flipped(bytes, at(1) + 100),
    'one bit of a tag': (bytes) => flipped(bytes, at(1) - 1),
    'one bit of the salt': (bytes) => flipped(bytes, 20),
    'two chunks exchanged': (bytes) =>
      Buffer.concat([bytes.subarray(0, HEADER), part(bytes, 1), part(bytes, 0), bytes.subarray(at(2))]),
    'a chunk twice': (bytes) => Buffer.concat([bytes.subarray(0, at(1)), part(bytes, 0), bytes.subarray(at(2))]),
    'a chunk taken away': (bytes) => Buffer.concat([bytes.subarray(0, at(1)), bytes.subarray(at(2))]),
    'the last chunk taken away': (bytes) => Buffer.concat([bytes.subarray(0, at(2)), bytes.subarray(at(3))]),
    'a chunk added': (bytes) => Buffer.concat([bytes.subarray(0, at(3)), part(bytes, 2), bytes.subarray(at(3))]),
    'the end cut off': (bytes) => bytes.subarray(0, -1),
    'something added': (bytes) => Buffer.concat([bytes, Buffer.of(0)]),
    'only the header left': (bytes) => bytes.subarray(0, HEADER),
    'only the magic left': (bytes) => bytes.subarray(0, 8),
    'the length told otherwise': (bytes) => flipped(bytes, at(3) + 7),
    'a picture in the clear instead': () => randomBytes(100),
  }

  test.each(Object.entries(changes))('%s: it counts as damaged', async (_, change) => {
    const { spool, blob, file } = await stored(picture)
    writeFileSync(file, change(readFileSync(file)))
    expect(await spool.check(blob)).toBe('damaged')
  })

  test('the parts that are whole are given, the others never', async () => {
    const { spool, blob, file } = await stored(picture)
    writeFileSync(file, flipped(readFileSync(file), at(1) + 100))
    const open = await spool.open(blob.sha256)
    expect(Buffer.from((await open?.read(0, CHUNK)) ?? []).equals(picture.subarray(0, CHUNK))).toBe(true)
    await expect(open?.read(CHUNK - 1, 2)).rejects.toMatchObject({ code: 'BLOB_DAMAGED', kind: 'storage' })
    await open?.close()
  })

  test('a chunk of another file with the same key fits nowhere', async () => {
    const { spool, folder, blob, file } = await stored(picture)
    const other = await spool.put(randomBytes(3 * CHUNK))
    const [mine, theirs] = [readFileSync(file), readFileSync(join(folder, other.sha256))]
    writeFileSync(file, Buffer.concat([mine.subarray(0, at(1)), part(theirs, 1), mine.subarray(at(2))]))
    expect(await spool.check(blob)).toBe('damaged')
  })
})

describe('a key that is gone', () => {
  test('its pictures cannot be read, which is told apart from damage; new ones are kept', async () => {
    const { folder, blob } = await stored(Buffer.from('a picture'))
    const { spool } = openSpool({ key: fixedKey(2), folder })
    expect(await spool.check(blob)).toBe('no-key')
    await expect(spool.open(blob.sha256)).rejects.toMatchObject({ code: 'BLOB_KEY_LOST', kind: 'storage' })
    const next = await spool.put(Buffer.from('another'))
    expect(await spool.check(next)).toBe('sound')
    expect(readdirSync(folder)).toHaveLength(2)
  })
})

function flipped(bytes: Buffer, at: number): Buffer {
  bytes.writeUInt8((bytes[at] ?? 0) ^ 1, at)
  return bytes
}

async function* pieces(bytes: Buffer, sizes: readonly number[]): AsyncGenerator<Buffer> {
  for (let at = 0, n = 0; at < bytes.length; n += 1) {
    const size = sizes[n % sizes.length] ?? 1
    yield bytes.subarray(at, at + size)
    at += size
  }
}
