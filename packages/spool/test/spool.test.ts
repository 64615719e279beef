import { createHash } from 'node:crypto'
import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { BlobStore } from '@meantime/core'
import { ManualClock } from '@meantime/testkit'
import { describe, expect, test } from 'vitest'
import { FaultyDisk, STEPS } from './faulty-disk.js'
import { fixedKey } from './fixed-key.js'
import { type Given, GRACE, openSpool } from './open-spool.js'

const PICTURE = Buffer.from('a picture')
const HASH = createHash('sha256').update(PICTURE).digest('hex')
const NOTHING: ReadonlySet<string> = new Set()

const open = (given: Partial<Given> = {}) => openSpool({ key: fixedKey(), ...given })

async function contentOf(spool: BlobStore, sha256: string): Promise<string | undefined> {
  const blob = await spool.open(sha256)
  if (blob === undefined) return undefined
  const text = Buffer.from(await blob.read(0, blob.bytes)).toString()
  await blob.close()
  return text
}

async function* inPieces(bytes: Buffer): AsyncGenerator<Buffer> {
  for (const byte of bytes) yield Buffer.of(byte)
}

describe('put', () => {
  test('what was put is found by its SHA-256, whether it came at once or in pieces', async () => {
    const { spool, folder } = open()
    expect(await spool.put(PICTURE)).toEqual({ sha256: HASH, bytes: PICTURE.length })
    expect(await spool.put(inPieces(PICTURE))).toEqual({ sha256: HASH, bytes: PICTURE.length })
    expect(await contentOf(spool, HASH)).toBe('a picture')
    expect(readdirSync(folder)).toEqual([HASH])
  })

  test('only its owner can read a picture', async () => {
    const { spool, folder } = open()
    await spool.put(PICTURE)
    expect(statSync(folder).mode & 0o777).toBe(0o700)
    expect(statSync(join(folder, HASH)).mode & 0o777).toBe(0o600)
  })

  test('the file is synced, then renamed, then its folder is synced, before anybody hears of it', async () => {
    const disk = new FaultyDisk()
    await open({ disk }).spool.put(PICTURE)
    expect(disk.done).toEqual(['mkdir', 'open', 'write', 'sync', 'utimes', 'close', 'rename', 'open', 'sync', 'close'])
  })

  test('a disk that takes a byte at a time still gets all of them', async () => {
    const { spool } = open({ disk: new FaultyDisk({ shortWrites: true }) })
    expect((await spool.put(PICTURE)).sha256).toBe(HASH)
    expect(await contentOf(spool, HASH)).toBe('a picture')
  })

  test('nothing at all is refused and leaves nothing', async () => {
    const { spool, folder } = open()
    await expect(spool.put(Buffer.alloc(0))).rejects.toMatchObject({ code: 'BLOB_EMPTY', kind: 'input' })
    expect(readdirSync(folder)).toEqual([])
  })

  test.each(STEPS)('a failure at step %s is told, leaves nothing half, and the next try works', async (step) => {
    const disk = new FaultyDisk({ fail: { step, code: 'ENOSPC' } })
    const { spool, folder } = open({ disk })
    await expect(spool.put(PICTURE)).rejects.toMatchObject({ code: 'DISK_FULL', kind: 'storage' })
    expect(listed(folder).filter((name) => name !== HASH)).toEqual([])
    disk.mend()
    expect((await spool.put(PICTURE)).sha256).toBe(HASH)
    expect(await spool.check({ sha256: HASH, bytes: PICTURE.length })).toBe('sound')
  })

  test.each(STEPS)(
    'a crash at step %s leaves at most an orphan, which the sweep takes after the grace period',
    async (step) => {
      const { folder, clock } = open()
      const dying = open({ folder, clock, disk: new FaultyDisk({ crash: step }) })
      await expect(dying.spool.put(PICTURE)).rejects.toThrow()
      const { spool } = open({ folder, clock })
      for (const name of listed(folder)) {
        if (name.length === 64) expect(await contentOf(spool, name)).toBe(PICTURE.toString())
        expect(readFileSync(join(folder, name)).includes(PICTURE)).toBe(false)
      }
      expect(await spool.sweep(async () => NOTHING)).toBe(0)
      await clock.advance(GRACE * 2 + Math.abs(Date.now() - clock.now()))
      await spool.sweep(async () => NOTHING)
      expect(listed(folder)).toEqual([])
    },
  )
})

describe('check', () => {
  test('a missing, a shortened and a changed file are told apart from a sound one', async () => {
    const { spool, folder } = open()
    const stored = await spool.put(PICTURE)
    expect(await spool.check(stored)).toBe('sound')
    writeFileSync(join(folder, HASH), 'A picture')
    expect(await spool.check(stored)).toBe('damaged')
    writeFileSync(join(folder, HASH), 'a pict')
    expect(await spool.check(stored)).toBe('damaged')
    await rm(join(folder, HASH))
    expect(await spool.check(stored)).toBe('missing')
  })
})

describe('remove', () => {
  test('a picture is gone at once, however young, unless something names it', async () => {
    const { spool, folder } = open()
    await spool.put(PICTURE)
    const other = await spool.put(Buffer.from('another'))
    expect(await spool.remove([HASH, other.sha256], async () => new Set([HASH]))).toBe(1)
    expect(listed(folder)).toEqual([HASH])
    expect(await contentOf(spool, HASH)).toBe('a picture')
  })

  test('content that is put again while it is removed stays', async () => {
    const { spool, folder } = open()
    await spool.put(PICTURE)
    await spool.remove([HASH], async () => {
      await spool.put(PICTURE)
      return NOTHING
    })
    expect(listed(folder)).toEqual([HASH])
    expect(await contentOf(spool, HASH)).toBe('a picture')
  })

  test('a question that cannot be answered removes nothing', async () => {
    const { spool, folder } = open()
    await spool.put(PICTURE)
    await expect(spool.remove([HASH], () => Promise.reject(new Error('busy')))).rejects.toThrow()
    expect(listed(folder)).toEqual([HASH])
  })

  test.each(['rename', 'rm'] as const)('a removal that dies at %s is finished by a sweep', async (step) => {
    const { folder, clock, spool } = open()
    await spool.put(PICTURE)
    const dying = open({ folder, clock, disk: new FaultyDisk({ crash: step }) })
    await expect(dying.spool.remove([HASH], async () => NOTHING)).rejects.toThrow()
    clock.advance(GRACE + 1)
    await spool.sweep(async () => NOTHING)
    expect(listed(folder)).toEqual([])
  })

  test('what is not there is no error', async () => {
    expect(await open().spool.remove([HASH], async () => NOTHING)).toBe(0)
  })
})

describe('sweep', () => {
  test('what a task names stays, what none names goes once it is old', async () => {
    const { spool, folder, clock } = open()
    await spool.put(PICTURE)
    const other = await spool.put(Buffer.from('another'))
    await clock.advance(GRACE)
    expect(await spool.sweep(async () => NOTHING)).toBe(0)
    await clock.advance(1)
    expect(await spool.sweep(async () => new Set([HASH]))).toBe(1)
    expect(readdirSync(folder)).toEqual([HASH])
    expect(await spool.open(other.sha256)).toBeUndefined()
  })

  test('content that is put again while it is swept is there for its new task', async () => {
    const { folder, clock, spool } = open()
    await spool.put(PICTURE)
    await clock.advance(GRACE + 1)
    // Exactly between the question what is in use and the removal.
    const disk = new FaultyDisk({ before: { step: 'rename', act: () => spool.put(PICTURE) } })
    expect(await open({ folder, clock, disk }).spool.sweep(async () => NOTHING)).toBe(0)
    expect(listed(folder)).toEqual([HASH])
    expect(await spool.check({ sha256: HASH, bytes: PICTURE.length })).toBe('sound')
  })

  test.each(['rename', 'stat', 'rm'] as const)('a sweep that dies at %s loses nothing that is needed', async (step) => {
    const { folder, clock, spool } = open()
    await spool.put(PICTURE)
    await clock.advance(GRACE + 1)
    const dying = open({ folder, clock, disk: new FaultyDisk({ crash: step, crashAfter: step === 'stat' ? 1 : 0 }) })
    await expect(dying.spool.sweep(async () => NOTHING)).rejects.toThrow()
    await spool.sweep(async () => new Set([HASH]))
    expect(await spool.check({ sha256: HASH, bytes: PICTURE.length })).toBe(step === 'rm' ? 'sound' : 'sound')
    expect(listed(folder)).toEqual([HASH])
  })

  test('a file from a future that the clock has left is not kept for ever', async () => {
    const { spool, clock, folder } = open()
    await clock.advance(10 * GRACE)
    await spool.put(PICTURE)
    const back = open({ folder, clock: new ManualClock() })
    expect(await back.spool.sweep(async () => NOTHING)).toBe(1)
  })

  test('an empty spool asks nobody anything', async () => {
    const { spool } = open()
    await spool.sweep(() => Promise.reject(new Error('asked')))
  })
})

function listed(folder: string): string[] {
  try {
    return readdirSync(folder)
  } catch {
    return []
  }
}
