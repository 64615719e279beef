import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'
import { type KeyKeyring, keyInFile, keyInKeyringOrFile } from '../src/index.js'
import { FaultyDisk } from './faulty-disk.js'
import { openSpool } from './open-spool.js'

const PICTURE = Buffer.from('a picture')

class FakeKeyring implements KeyKeyring {
  readonly entries = new Map<string, Uint8Array>()
  broken: string | undefined
  forgetful = false
  silent = false

  read = (name: string) => this.answer(() => this.entries.get(name))
  write = (name: string, bytes: Uint8Array) =>
    this.answer(() => void (this.forgetful || this.entries.set(name, Buffer.from(bytes))))
  remove = (name: string) => this.answer(() => void this.entries.delete(name))

  private async answer<T>(work: () => T): Promise<T> {
    if (this.silent) await new Promise(() => undefined)
    if (this.broken !== undefined) throw new Error(this.broken)
    await new Promise((resolve) => setImmediate(resolve))
    return work()
  }
}

function newFolder(): string {
  const data = mkdtempSync(join(tmpdir(), 'meantime-spool-'))
  onTestFinished(() => rmSync(data, { recursive: true, force: true }))
  return join(data, 'spool')
}

/** One program on a data folder. */
const program = (folder: string, keyring: KeyKeyring, disk?: FaultyDisk) =>
  openSpool({
    folder,
    key: keyInKeyringOrFile({ folder: dirname(folder), keyring }),
    ...(disk === undefined ? {} : { disk }),
  })

const records = (folder: string) => readdirSync(dirname(folder)).filter((name) => name.startsWith('picture-key'))
const recordOf = (folder: string, generation = 1) => join(dirname(folder), `picture-key.${generation}.json`)
const said = (record: string) => JSON.parse(readFileSync(record, 'utf8')) as { key?: string; id: string }

describe('where the key is', () => {
  test('in the keyring where there is one: the folder only says which', async () => {
    const [folder, keyring] = [newFolder(), new FakeKeyring()]
    const blob = await program(folder, keyring).spool.put(PICTURE)
    expect(said(recordOf(folder))).toEqual({ version: 1, id: expect.stringMatching(/^[0-9a-f]{16}$/) })
    expect([...keyring.entries.keys()]).toEqual([`pictures ${said(recordOf(folder)).id}`])
    expect(await program(folder, keyring).spool.check(blob)).toBe('sound')
  })

  test.each(['broken', 'forgetful'] as const)('in a file of its owner alone where the keyring is %s', async (how) => {
    const [folder, keyring] = [newFolder(), new FakeKeyring()]
    if (how === 'broken') keyring.broken = 'no D-Bus'
    else keyring.forgetful = true
    const first = program(folder, keyring)
    const blob = await first.spool.put(PICTURE)
    expect(Buffer.from(said(recordOf(folder)).key ?? '', 'base64')).toHaveLength(32)
    expect(statSync(recordOf(folder)).mode & 0o777).toBe(0o600)
    expect(first.logger.lines).toContainEqual(expect.objectContaining({ level: 'info' }))
    expect(await program(folder, new FakeKeyring()).spool.check(blob)).toBe('sound')
  })

  test('in a file when that was chosen, and the keyring is not asked', async () => {
    const [folder, keyring] = [newFolder(), new FakeKeyring()]
    keyring.broken = 'asked'
    const { spool } = openSpool({ folder, key: keyInFile({ folder: dirname(folder), keyring }) })
    expect(await spool.check(await spool.put(PICTURE))).toBe('sound')
  })

  test('a key is in no log line and not on the disk when the keyring has it', async () => {
    const [folder, keyring] = [newFolder(), new FakeKeyring()]
    const { logger } = program(folder, keyring)
    await program(folder, keyring).spool.put(PICTURE)
    const [key = Buffer.alloc(0)] = [...keyring.entries.values()].map((bytes) => Buffer.from(bytes))
    for (const name of records(folder)) {
      const bytes = readFileSync(join(dirname(folder), name))
      for (const form of [key.toString('latin1'), key.toString('hex'), key.toString('base64')])
        expect(bytes.includes(form)).toBe(false)
    }
    expect(JSON.stringify(logger.lines)).not.toContain(key.toString('hex'))
  })
})

describe('programs that start at once', () => {
  test.each(['works', 'is broken'])('end with one key, whether the keyring %s', async (how) => {
    const [folder, keyring] = [newFolder(), new FakeKeyring()]
    if (how === 'is broken') keyring.broken = 'no D-Bus'
    const programs = Array.from({ length: 8 }, () => program(folder, keyring))
    const blobs = await Promise.all(programs.map(({ spool }, n) => spool.put(Buffer.from(`picture ${n}`))))
    expect(records(folder)).toEqual(['picture-key.1.json'])
    expect(keyring.entries.size).toBe(how === 'works' ? 1 : 0)
    for (const { spool } of [...programs, program(folder, keyring)])
      for (const blob of blobs) expect(await spool.check(blob)).toBe('sound')
  })
})

describe('a key that cannot be asked for now', () => {
  test('pictures wait: nothing is called damaged, and no other key is made in silence', async () => {
    const [folder, keyring] = [newFolder(), new FakeKeyring()]
    const blob = await program(folder, keyring).spool.put(PICTURE)
    keyring.broken = 'it is locked'
    const { spool } = program(folder, keyring)
    const words = { code: 'SPOOL_KEY_UNAVAILABLE', kind: 'storage', message: expect.stringContaining('it is locked') }
    await expect(spool.check(blob)).rejects.toMatchObject(words)
    await expect(spool.open(blob.sha256)).rejects.toMatchObject(words)
    await expect(spool.put(Buffer.from('another'))).rejects.toMatchObject(words)
    expect(records(folder)).toEqual(['picture-key.1.json'])
    expect(readdirSync(folder)).toEqual([blob.sha256])
    keyring.broken = undefined
    expect(await spool.check(blob)).toBe('sound')
    expect((await spool.put(Buffer.from('another'))).bytes).toBe(7)
  })

  test('a keyring that never answers is waited for ten seconds', async () => {
    const [folder, keyring] = [newFolder(), new FakeKeyring()]
    const blob = await program(folder, keyring).spool.put(PICTURE)
    keyring.silent = true
    const { spool, clock } = program(folder, keyring)
    const checked = spool.check(blob)
    await clock.whenSleeping(1)
    clock.advance(10_000)
    await expect(checked).rejects.toMatchObject({ code: 'SPOOL_KEY_UNAVAILABLE' })
  })
})

describe('a key that is gone for good', () => {
  const ways: Record<string, (folder: string, keyring: FakeKeyring) => void> = {
    'the keyring has forgotten it': (_, keyring) => keyring.entries.clear(),
    'the keyring has another one': (_, keyring) => {
      for (const name of keyring.entries.keys()) keyring.entries.set(name, Buffer.alloc(32, 7))
    },
    'its record cannot be understood': (folder) => writeFileSync(recordOf(folder), '{"version":1,"id":'),
  }

  test.each(Object.entries(ways))('%s: its pictures say so, a new key is made and that is said', async (_, lose) => {
    const [folder, keyring] = [newFolder(), new FakeKeyring()]
    const blob = await program(folder, keyring).spool.put(PICTURE)
    lose(folder, keyring)
    const { spool, logger } = program(folder, keyring)
    expect(await spool.check(blob)).toBe('no-key')
    expect(logger.lines).toEqual([])
    const next = await spool.put(Buffer.from('another'))
    expect(await spool.check(next)).toBe('sound')
    expect(logger.lines).toContainEqual(
      expect.objectContaining({ level: 'warn', message: expect.stringContaining('is gone') }),
    )
    expect(records(folder)).toEqual(['picture-key.1.json', 'picture-key.2.json'])
    expect(await program(folder, keyring).spool.check(next)).toBe('sound')
  })

  test('when it comes back, its pictures can be read again', async () => {
    const [folder, keyring] = [newFolder(), new FakeKeyring()]
    const blob = await program(folder, keyring).spool.put(PICTURE)
    const kept = new Map(keyring.entries)
    keyring.entries.clear()
    await program(folder, keyring).spool.put(Buffer.from('another'))
    for (const [name, bytes] of kept) keyring.entries.set(name, bytes)
    expect(await program(folder, keyring).spool.check(blob)).toBe('sound')
  })
})

describe('the making of a key', () => {
  const STEPS = ['mkdir', 'open', 'write', 'sync', 'rm'] as const

  test.each(STEPS)('that fails at %s keeps no picture in the clear; the next try works', async (step) => {
    const [folder, keyring] = [newFolder(), new FakeKeyring()]
    const disk = new FaultyDisk({ fail: { step, code: 'ENOSPC' } })
    const { spool } = program(folder, keyring, disk)
    const outcome = await spool.put(PICTURE).catch((error: unknown) => error)
    if (step !== 'rm') expect(outcome).toMatchObject({ code: 'DISK_FULL' })
    disk.mend()
    const blob = await spool.put(PICTURE)
    expect(await program(folder, keyring).spool.check(blob)).toBe('sound')
    expect(records(folder).filter((name) => name.endsWith('.json'))).toHaveLength(1)
  })

  test.each(STEPS)('that is killed at %s leaves a folder that the next program goes on with', async (step) => {
    const [folder, keyring] = [newFolder(), new FakeKeyring()]
    await expect(program(folder, keyring, new FaultyDisk({ crash: step })).spool.put(PICTURE)).rejects.toThrow()
    const { spool, logger } = program(folder, keyring)
    const blob = await spool.put(PICTURE)
    expect(await program(folder, keyring).spool.check(blob)).toBe('sound')
    expect(records(folder).filter((name) => name.endsWith('.json'))).toHaveLength(1)
    expect(logger.lines.filter(({ level }) => level === 'warn')).toEqual([])
  })
})
