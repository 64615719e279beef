import { inspect } from 'node:util'
import type { TokenStore } from '@meantime/core'
import { expect, test } from 'vitest'
import { MemoryTokenStore } from '../src/stores/memory.js'
import { ADA, computer } from './fakes.js'

/** A keyring that can be locked. */
class LockableStore extends MemoryTokenStore implements TokenStore {
  locked: 'no' | 'throws' = 'no'

  override async load(...args: Parameters<TokenStore['load']>) {
    this.#check()
    return super.load(...args)
  }

  override async save(...args: Parameters<TokenStore['save']>) {
    this.#check(args[1].access.reveal())
    return super.save(...args)
  }

  override async clear(...args: Parameters<TokenStore['clear']>) {
    this.#check()
    return super.clear(...args)
  }

  /** A careless store repeats what it was given. */
  #check(given = ''): void {
    if (this.locked === 'throws') throw Object.assign(new Error(`locked ${given}`), { code: 'LOCKED' })
  }
}

const locked = () => {
  const store = new LockableStore()
  store.locked = 'throws'
  return store
}

test('a store that cannot save costs a warning, not the session', async () => {
  const { process, log, clock } = computer({ store: locked() })
  const auth = process()
  await auth.login('ada@example.org', 'correct')
  expect((await auth.getFreshToken()).reveal()).toBe('access-1')
  clock.advance(20 * 60_000)
  expect((await auth.getFreshToken()).reveal()).toBe('access-2')
  expect(log.lines.filter(({ level }) => level === 'warn').length).toBeGreaterThan(0)
})

test('a keyring that locks in the middle signs nobody out, and its old pair is not taken for a newer one', async () => {
  const store = new LockableStore()
  const { process, clock, server } = computer({ store })
  const auth = process()
  await auth.login('ada@example.org', 'correct')
  store.locked = 'throws'
  clock.advance(20 * 60_000)
  expect((await auth.getFreshToken()).reveal()).toBe('access-2')
  store.locked = 'no'
  clock.advance(20 * 60_000)
  expect((await auth.getFreshToken()).reveal()).toBe('access-3')
  expect(server.takes('refresh-3')).toBe(true)
  expect((await store.load(ADA.accountId))?.access.reveal()).toBe('access-3')
})

test('signing out of a locked keyring says so, ends the session at the server, and does not come back here', async () => {
  const store = new LockableStore()
  const { process, server } = computer({ store })
  const auth = process()
  await auth.login('ada@example.org', 'correct')
  store.locked = 'throws'
  await expect(auth.logout()).rejects.toMatchObject({ code: 'TOKENS_NOT_CLEARED', kind: 'storage' })
  expect(server.takes('refresh-1')).toBe(false)
  store.locked = 'no'
  await expect(auth.getFreshToken()).rejects.toMatchObject({ code: 'AUTH_REQUIRED' })
})

test('no token is in a log or an error, even when the store repeats it', async () => {
  const store = locked()
  const { process, log } = computer({ store })
  const auth = process()
  await auth.login('ada@example.org', 'correct')
  const error = await auth.logout().catch((reason: unknown) => reason)
  const printed =
    log.text() + inspect(error, { depth: null, showHidden: true }) + inspect(auth, { depth: null, showHidden: true })
  expect(printed).not.toMatch(/access-\d|refresh-\d|correct/)
})
