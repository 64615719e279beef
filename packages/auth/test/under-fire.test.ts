import { isMeantimeError, type Secret } from '@meantime/core'
import { ManualClock } from '@meantime/testkit'
import { describe, expect, test } from 'vitest'
import { type KeyringEntry, KeyringTokenStore } from '../src/stores/keyring.js'
import { ADA, computer, gate, offline } from './fakes.js'

const YEAR_MS = 365 * 86_400_000
const AUTH_REQUIRED = expect.objectContaining({ code: 'AUTH_REQUIRED' })
const text = async (token: Promise<Secret>) => (await token).reveal()

async function signedIn() {
  const here = computer()
  const auth = here.process()
  await auth.login('ada@example.org', 'correct')
  return { ...here, auth }
}

/** Lets everybody who waits for a turn have it. */
async function whileWaiting<T>(clock: ManualClock, work: Promise<T>): Promise<T> {
  let over = false
  const done = () => {
    over = true
  }
  work.then(done, done)
  while (!over) await clock.advanceInSteps(100)
  return work
}

describe('a storm', () => {
  test('of 8 programs with 20 refused requests each costs one refresh', async () => {
    const { auth, clock, process, server } = await signedIn()
    const rejected = await auth.getFreshToken()
    const programs = Array.from({ length: 8 }, () => process())
    const asked = programs.flatMap((program) => Array.from({ length: 20 }, () => text(program.getFreshToken(rejected))))
    expect(new Set(await whileWaiting(clock, Promise.all(asked)))).toEqual(new Set(['access-2']))
    expect(server.refreshes()).toBe(1)
  })

  test('of 8 programs on a session that was ended asks the server once, and each is told AUTH_REQUIRED', async () => {
    const { auth, clock, process, server } = await signedIn()
    const programs = Array.from({ length: 8 }, () => process())
    for (const program of programs) await program.getFreshToken()
    const rejected = await auth.getFreshToken()
    server.endSessions(ADA)
    const asked = programs.map((program) => program.getFreshToken(rejected).catch((error: unknown) => error))
    expect(await whileWaiting(clock, Promise.all(asked))).toEqual(programs.map(() => AUTH_REQUIRED))
    expect(server.refreshes()).toBe(1)
  })

  test('while the server is away signs nobody out, however often it is tried', async () => {
    const { auth, clock, process, server, store } = await signedIn()
    const rejected = await auth.getFreshToken()
    server.failing = offline()
    for (let n = 0; n < 20; n += 1) await expect(process().getFreshToken(rejected)).rejects.toThrow('No network')
    server.failing = undefined
    expect(await store.load(ADA.accountId)).toBeDefined()
    expect(await whileWaiting(clock, text(auth.getFreshToken(rejected)))).toBe('access-2')
  })
})

describe('a lost answer to a refresh', () => {
  test('costs nothing: the next refresh works, also after several in a row and from another program', async () => {
    const { auth, process, server } = await signedIn()
    const rejected = await auth.getFreshToken()
    server.losingAnswers = 3
    for (let n = 0; n < 3; n += 1)
      await expect(auth.getFreshToken(rejected)).rejects.toMatchObject({ failure: 'offline' })
    const token = await text(process().getFreshToken(rejected))
    expect(await text(auth.getFreshToken(rejected))).toBe(token)
    expect(server.refreshes()).toBe(4)
  })
})

describe('a computer that sleeps in the middle of a refresh', () => {
  test.each([
    ['request', 'gate'],
    ['answer', 'answerGate'],
  ] as const)('whose %s comes late ends no session: the pair that the server issued last is kept', async (_, held) => {
    const { auth, locks, process, server } = await signedIn()
    server.jwts = true
    const rejected = await auth.getFreshToken()
    const { opened, open } = gate()
    server[held] = opened
    const sleeping = text(auth.getFreshToken(rejected))
    while (server.refreshes() === 0) await new Promise((resolve) => setImmediate(resolve))
    // Its lock runs out meanwhile, and another program refreshes.
    locks.held.clear()
    server[held] = undefined
    const theirs = await text(process().getFreshToken(rejected))
    open()
    const ours = await sleeping
    expect(ours === theirs).toBe(held === 'answerGate')

    const [one, other] = [auth, process()]
    for (const program of [one, other, one, other]) {
      const current = await program.getFreshToken()
      expect((await program.getFreshToken(current)).reveal()).not.toBe(current.reveal())
    }
  })
})

describe('a clock that is a year wrong', () => {
  test.each([
    ['fast', YEAR_MS],
    ['slow', -YEAR_MS],
  ])('(%s) costs refreshes, never the session', async (_name, jump) => {
    const { auth, clock, process } = await signedIn()
    clock.set(clock.now() + jump)
    const first = await auth.getFreshToken()
    // Whatever the clock says, the server has the last word.
    const second = await auth.getFreshToken(first)
    expect(second.reveal()).not.toBe(first.reveal())
    clock.set(clock.now() - jump)
    expect(await text(process().getFreshToken(second))).toMatch(/^access-/)
  })
})

describe('a keyring that is locked', () => {
  const keyring = (entry: () => KeyringEntry) => new KeyringTokenStore({ openEntry: entry }, new ManualClock())
  const lockable = () => {
    const kept = { locked: false, text: undefined as string | undefined }
    const answer = async <T>(value: () => T): Promise<T> => {
      if (kept.locked) throw new Error('The collection is locked')
      return value()
    }
    const entry: KeyringEntry = {
      read: () => answer(() => kept.text),
      write: (text) =>
        answer(() => {
          kept.text = text
        }),
      remove: () =>
        answer(() => {
          kept.text = undefined
        }),
    }
    return { kept, store: keyring(() => entry) }
  }

  test('from the start: the session works from memory, and says that it will not last', async () => {
    const { kept, store } = lockable()
    kept.locked = true
    const { process, clock, log } = computer({ store })
    const auth = process()
    await auth.login('ada@example.org', 'correct')
    for (const token of ['access-1', 'access-2']) {
      expect(await text(auth.getFreshToken())).toBe(token)
      clock.advance(20 * 60_000)
    }
    expect(await auth.status()).toMatchObject({ signedIn: true, persistent: false })
    expect(log.text()).toContain('lasts until this program ends')
  })

  test('in the middle: the session works on, is told, and is kept again when it is unlocked', async () => {
    const { kept, store } = lockable()
    const { process, clock } = computer({ store })
    const auth = process()
    await auth.login('ada@example.org', 'correct')
    expect(await auth.status()).toMatchObject({ persistent: true })
    kept.locked = true
    clock.advance(20 * 60_000)
    expect(await text(auth.getFreshToken())).toBe('access-2')
    expect(await auth.status()).toMatchObject({ signedIn: true, persistent: false })
    kept.locked = false
    clock.advance(20 * 60_000)
    expect(await text(auth.getFreshToken())).toBe('access-3')
    expect(await auth.status()).toMatchObject({ persistent: true })
    expect(await text(process().getFreshToken())).toBe('access-3')
  })

  test('for a program that just began: it says what to unlock, not that nobody is signed in', async () => {
    const { kept, store } = lockable()
    const { process, server } = computer({ store })
    await process().login('ada@example.org', 'correct')
    kept.locked = true
    const error = await process()
      .getFreshToken()
      .catch((reason: unknown) => reason)
    expect(isMeantimeError(error, 'AUTH_REQUIRED') && [error.message, error.hint].join(' ')).toMatch(/locked.*Unlock/s)
    kept.locked = false
    expect(await text(process().getFreshToken())).toBe('access-1')
    expect(server.refreshes()).toBe(0)
  })
})
