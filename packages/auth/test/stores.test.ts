import { chmod, mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type AccountId, Secret } from '@meantime/core'
import { describeTokenStoreContract, ManualClock, recordingLogger } from '@meantime/testkit'
import { describe, expect, onTestFinished, test } from 'vitest'
import { AutoTokenStore } from '../src/stores/auto.js'
import { FileTokenStore } from '../src/stores/file.js'
import { type KeyringEntry, KeyringTokenStore } from '../src/stores/keyring.js'
import { MemoryTokenStore } from '../src/stores/memory.js'

const ADA = '0195d3c0-0000-7000-8000-00000000ada0' as AccountId
const pair = (name: string, accessExpiresAt = 5) => ({
  access: new Secret(`access ${name}`),
  accessExpiresAt,
  refresh: new Secret(`refresh ${name}`),
})

async function folder(): Promise<string> {
  const path = await mkdtemp(join(tmpdir(), 'meantime-auth-'))
  onTestFinished(() => rm(path, { recursive: true, force: true }))
  return path
}

/** A keyring in memory: works, is missing, is locked, hangs, or takes everything and keeps nothing. */
class FakeKeyring {
  readonly entries = new Map<string, string>()
  mode: 'works' | 'missing' | 'locked' | 'hangs' | 'forgets' = 'works'

  store = (clock = new ManualClock()) => new KeyringTokenStore({ openEntry: this.open }, clock)

  readonly open = (service: string, account: string): KeyringEntry => {
    if (this.mode === 'missing') throw new Error('no such service')
    const key = `${service}/${account}`
    const use = async <T>(work: () => T): Promise<T> => {
      if (this.mode === 'hangs') return new Promise(() => undefined)
      if (this.mode === 'locked') throw new Error('locked')
      return work()
    }
    return {
      read: () => use(() => this.entries.get(key)),
      write: (text) => use(() => void (this.mode === 'forgets' || this.entries.set(key, text))),
      remove: () => use(() => void this.entries.delete(key)),
    }
  }
}

describe('memory', () => {
  describeTokenStoreContract({
    create: () => ({ store: new MemoryTokenStore() }),
    capabilities: { persistent: false },
  })
})

describe('file', () => {
  describeTokenStoreContract({
    create: async () => {
      const file = join(await folder(), 'new', 'folder', 'tokens.json')
      const open = () => new FileTokenStore(file, recordingLogger())
      return { store: open(), reopen: open }
    },
    capabilities: { persistent: true },
  })

  test('only its owner may read it, from the first byte on, whatever the umask', async () => {
    const before = process.umask(0)
    onTestFinished(() => void process.umask(before))
    const file = join(await folder(), 'deep', 'tokens.json')
    const store = new FileTokenStore(file, recordingLogger())
    await store.save(ADA, pair('1'))
    expect((await stat(file)).mode & 0o777).toBe(0o600)
    expect((await stat(join(file, '..'))).mode & 0o777).toBe(0o700)
    await store.save(ADA, pair('2'))
    expect((await stat(file)).mode & 0o777).toBe(0o600)
    expect(await readdir(join(file, '..'))).toEqual(['tokens.json'])
  })

  test('a file that others could read is made private again, with a warning', async () => {
    const file = join(await folder(), 'tokens.json')
    const log = recordingLogger()
    const store = new FileTokenStore(file, log)
    await store.save(ADA, pair('1'))
    await chmod(file, 0o644)
    expect((await store.load(ADA))?.access.reveal()).toBe('access 1')
    expect((await stat(file)).mode & 0o777).toBe(0o600)
    expect(log.lines.map(({ level }) => level)).toEqual(['warn'])
    expect(log.text()).not.toContain('access 1')
  })

  test.each([
    '',
    '{',
    'null',
    '[]',
    '{"version":1}',
    '{"version":1,"accounts":7}',
    '{"version":2,"accounts":{}}',
    '\0\0',
  ])('a file that holds %j counts as none, is set aside and does not stop the next sign-in', async (text) => {
    const file = join(await folder(), 'tokens.json')
    await writeFile(file, text, { mode: 0o600 })
    const log = recordingLogger()
    const store = new FileTokenStore(file, log)
    expect(await store.load(ADA)).toBeUndefined()
    expect(await readFile(`${file}.corrupt`, 'utf8')).toBe(text)
    await store.save(ADA, pair('1'))
    expect((await store.load(ADA))?.access.reveal()).toBe('access 1')
    expect(log.lines.map(({ level }) => level)).toEqual(['warn'])
  })

  test.each([
    {},
    { access: 5 },
    { access: 'x' },
    { access: 'x', accessExpiresAt: 'y' },
    { access: 'x', accessExpiresAt: 1, refresh: 5 },
    null,
  ])('a damaged pair (%j) counts as none', async (damaged) => {
    const file = join(await folder(), 'tokens.json')
    await writeFile(file, JSON.stringify({ version: 1, accounts: { [ADA]: damaged } }), { mode: 0o600 })
    expect(await new FileTokenStore(file, recordingLogger()).load(ADA)).toBeUndefined()
  })

  test('a place that cannot be written is an error, and writing goes on working afterwards', async () => {
    const base = await folder()
    const file = join(base, 'tokens.json')
    await mkdir(file)
    const store = new FileTokenStore(file, recordingLogger())
    await expect(store.save(ADA, pair('1'))).rejects.toThrow()
    await rm(file, { recursive: true })
    await store.save(ADA, pair('2'))
    expect((await store.load(ADA))?.access.reveal()).toBe('access 2')
  })
})

describe('keyring', () => {
  describeTokenStoreContract({
    create: () => {
      const keyring = new FakeKeyring()
      return { store: keyring.store(), reopen: () => keyring.store() }
    },
    capabilities: { persistent: true },
  })

  test.each(['missing', 'locked', 'forgets'] as const)('a keyring that is %s is an error when saving', async (mode) => {
    const keyring = new FakeKeyring()
    keyring.mode = mode
    await expect(keyring.store().save(ADA, pair('1'))).rejects.toMatchObject({ code: 'KEYRING_UNAVAILABLE' })
  })

  test('a keyring that hangs is given up after its time, and no timer is left', async () => {
    const clock = new ManualClock()
    const keyring = new FakeKeyring()
    keyring.mode = 'hangs'
    const loading = keyring.store(clock).load(ADA)
    const refused = expect(loading).rejects.toMatchObject({ reason: 'it did not answer' })
    await clock.whenSleeping()
    clock.advance(10_000)
    await refused
    keyring.mode = 'works'
    await keyring.store(clock).load(ADA)
    expect(clock.sleeping).toBe(0)
  })

  test('the keyring of this computer either works or says why not', async () => {
    const store = new KeyringTokenStore({ service: 'Meantime test' }, new ManualClock())
    const loaded = await store.load(ADA).catch((error: unknown) => error)
    if (loaded !== undefined) expect(loaded).toMatchObject({ code: 'KEYRING_UNAVAILABLE', reason: expect.any(String) })
  })
})

describe('auto', () => {
  async function auto(keyring = new FakeKeyring()) {
    const file = join(await folder(), 'tokens.json')
    const reasons: string[] = []
    const log = recordingLogger()
    const files = new FileTokenStore(file, log)
    const open = () =>
      new AutoTokenStore(keyring.store(), new FileTokenStore(file, log), log, (why) => reasons.push(why))
    return { keyring, files, reasons, open, store: open() }
  }

  describe('with a keyring', () => {
    describeTokenStoreContract({
      create: async () => {
        const { store, open } = await auto()
        return { store, reopen: open }
      },
      capabilities: { persistent: true },
    })
  })

  describe('without a keyring', () => {
    describeTokenStoreContract({
      create: async () => {
        const keyring = new FakeKeyring()
        keyring.mode = 'missing'
        const { store, open } = await auto(keyring)
        return { store, reopen: open }
      },
      capabilities: { persistent: true },
    })
  })

  test('uses the keyring where it works, and leaves nothing in the file', async () => {
    const { store, files, reasons } = await auto()
    await store.save(ADA, pair('1'))
    expect([store.name, reasons]).toEqual(['OS keyring', []])
    expect(await files.load(ADA)).toBeUndefined()
  })

  test.each(['missing', 'locked', 'forgets'] as const)(
    'a keyring that is %s: the file, once with the reason',
    async (mode) => {
      const { store, files, keyring, reasons } = await auto()
      keyring.mode = mode
      await store.save(ADA, pair('1'))
      await store.save(ADA, pair('2'))
      expect((await files.load(ADA))?.access.reveal()).toBe('access 2')
      expect((await store.load(ADA))?.access.reveal()).toBe('access 2')
      expect(store.name).toMatch(/^file \(no OS keyring: .+\)$/)
      expect(reasons).toHaveLength(1)
    },
  )

  test('a run without a keyring and one with it see the newer pair of the two', async () => {
    const { open, keyring, files } = await auto()
    await open().save(ADA, pair('1', 100))
    keyring.mode = 'locked'
    await open().save(ADA, pair('2', 200))
    keyring.mode = 'works'
    expect((await open().load(ADA))?.access.reveal()).toBe('access 2')
    await open().save(ADA, pair('3', 300))
    expect(await files.load(ADA)).toBeUndefined()
    expect((await open().load(ADA))?.access.reveal()).toBe('access 3')
  })

  test('clearing clears both, and fails when a working keyring does not let go', async () => {
    const { open, keyring, files } = await auto()
    await files.save(ADA, pair('1', 100))
    keyring.entries.set(`Meantime/${ADA}`, '{}')
    await open().clear(ADA)
    expect([await files.load(ADA), keyring.entries.size]).toEqual([undefined, 0])
    const store = open()
    await store.save(ADA, pair('1'))
    keyring.mode = 'locked'
    await expect(store.clear(ADA)).rejects.toMatchObject({ code: 'KEYRING_UNAVAILABLE' })
  })
})
