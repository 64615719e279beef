import { Secret } from '@meantime/core'
import { expect, test } from 'vitest'
import { ADA, BOB, computer, gate, offline } from './fakes.js'

const AUTH_REQUIRED = expect.objectContaining({ code: 'AUTH_REQUIRED' })
const text = async (token: Promise<Secret>) => (await token).reveal()

async function signedIn() {
  const here = computer()
  const auth = here.process()
  await auth.login('ada@example.org', 'correct')
  return { ...here, auth }
}

test('nobody signed in: AUTH_REQUIRED at once, without asking the server', async () => {
  const { process, server } = computer({ profile: ADA })
  await expect(process().getFreshToken()).rejects.toEqual(AUTH_REQUIRED)
  await expect(computer().process().getFreshToken()).rejects.toEqual(AUTH_REQUIRED)
  expect(server.calls).toEqual([])
})

test('a token is used until a minute before it expires, then refreshed ahead of time', async () => {
  const { auth, clock, server } = await signedIn()
  clock.advance(14 * 60_000 - 1)
  expect(await text(auth.getFreshToken())).toBe('access-1')
  clock.advance(1)
  expect(await text(auth.getFreshToken())).toBe('access-2')
  expect(server.refreshes()).toBe(1)
})

test('a rejected token is refreshed however long it had to live, and only once', async () => {
  const { auth, server } = await signedIn()
  const rejected = await auth.getFreshToken()
  const all = await Promise.all(Array.from({ length: 5 }, () => text(auth.getFreshToken(rejected))))
  expect(new Set(all)).toEqual(new Set(['access-2']))
  expect(await text(auth.getFreshToken(rejected))).toBe('access-2')
  expect(server.refreshes()).toBe(1)
})

test('a wrong clock that makes tokens look old or new costs a refresh, never the session', async () => {
  const { auth, clock } = await signedIn()
  clock.set(clock.now() + 10 * 365 * 86_400_000)
  expect(await text(auth.getFreshToken())).toBe('access-2')
  clock.set(0)
  expect(await text(auth.getFreshToken())).toBe('access-2')
  expect(await text(auth.getFreshToken(new Secret('access-2')))).toBe('access-3')
})

test('a new pair is saved before it is used', async () => {
  const { auth, clock, store } = await signedIn()
  clock.advance(15 * 60_000)
  const order: string[] = []
  const save = store.save.bind(store)
  store.save = async (account, tokens) => {
    await Promise.resolve()
    await save(account, tokens)
    order.push(`saved ${tokens.access.reveal()}`)
  }
  await auth.getFreshToken().then((token) => order.push(`used ${token.reveal()}`))
  expect(order).toEqual(['saved access-2', 'used access-2'])
})

test('a network error during a refresh signs nobody out', async () => {
  const { auth, clock, server, store } = await signedIn()
  clock.advance(20 * 60_000)
  server.failing = offline()
  await expect(auth.getFreshToken()).rejects.toMatchObject({ failure: 'offline' })
  expect(await store.load(ADA.accountId)).toBeDefined()
  server.failing = undefined
  expect(await text(auth.getFreshToken())).toBe('access-2')
})

test('while the old token is still good, a refresh ahead of time may fail', async () => {
  const { auth, clock, server } = await signedIn()
  clock.advance(14 * 60_000 + 30_000)
  server.failing = offline()
  expect(await text(auth.getFreshToken())).toBe('access-1')
  await expect(auth.getFreshToken(new Secret('access-1'))).rejects.toMatchObject({ failure: 'offline' })
})

test('only an explicit refusal ends the session: memory and store are cleared, the profile stays', async () => {
  const { auth, clock, profiles, server, store } = await signedIn()
  server.endSessions(ADA)
  clock.advance(20 * 60_000)
  await expect(auth.getFreshToken()).rejects.toEqual(AUTH_REQUIRED)
  expect(await store.load(ADA.accountId)).toBeUndefined()
  expect(profiles.current()).toEqual(ADA)
  const before = server.calls.length
  await expect(auth.getFreshToken()).rejects.toEqual(AUTH_REQUIRED)
  expect(server.calls.length).toBe(before)
})

test('a later run finds the session in the store', async () => {
  const { process, server } = await signedIn()
  expect(await text(process().getFreshToken())).toBe('access-1')
  expect(server.refreshes()).toBe(0)
})

test('two processes refresh once between them: the second takes what the first has stored', async () => {
  const { auth, clock, process, server } = await signedIn()
  const other = process()
  await other.getFreshToken()
  clock.advance(20 * 60_000)
  const { opened, open } = gate()
  server.gate = opened
  const first = auth.getFreshToken()
  const second = other.getFreshToken()
  await clock.whenSleeping()
  open()
  expect(await text(first)).toBe('access-2')
  await clock.advanceInSteps(1000)
  expect(await text(second)).toBe('access-2')
  expect(server.refreshes()).toBe(1)
  expect(server.takes('refresh-2')).toBe(true)
})

test('a process whose token was refused looks into the store before it refreshes', async () => {
  const { auth, process, server } = await signedIn()
  const other = process()
  const old = await other.getFreshToken()
  await auth.getFreshToken(old)
  expect(await text(other.getFreshToken(old))).toBe('access-2')
  expect(server.refreshes()).toBe(1)
})

test('a lock that never comes free is a timeout, and the session stays', async () => {
  const { auth, clock, locks, server } = await signedIn()
  locks.held.add(`auth:${ADA.accountId}`)
  clock.advance(20 * 60_000)
  const waiting = auth.getFreshToken()
  const refused = expect(waiting).rejects.toMatchObject({ failure: 'timeout' })
  await clock.advanceInSteps(120_000)
  await refused
  locks.held.clear()
  expect(await text(auth.getFreshToken())).toBe('access-2')
  expect(server.refreshes()).toBe(1)
})

test('the lock is given back after a failed refresh', async () => {
  const { auth, clock, locks, server } = await signedIn()
  clock.advance(20 * 60_000)
  server.failing = offline()
  await expect(auth.getFreshToken()).rejects.toThrow()
  expect([...locks.held]).toEqual([])
})

test("one person's work never goes out under another person's token", async () => {
  const { auth } = await signedIn()
  const mine = await auth.getFreshToken(undefined, ADA.accountId)
  await auth.login('bob@x.org', 'correct')
  await expect(auth.getFreshToken(mine, ADA.accountId)).rejects.toEqual(AUTH_REQUIRED)
  expect(await text(auth.getFreshToken(undefined, BOB.accountId))).toBe('access-2')
})

test('a refresh that was under way does not undo signing in as somebody else', async () => {
  const { auth, clock, server, store } = await signedIn()
  clock.advance(20 * 60_000)
  const { opened, open } = gate()
  server.gate = opened
  const refreshing = auth.getFreshToken().catch((error: unknown) => error)
  await new Promise((resolve) => setImmediate(resolve))
  await auth.login('bob@x.org', 'correct')
  server.gate = undefined
  open()
  expect(await refreshing).toEqual(AUTH_REQUIRED)
  expect(await text(auth.getFreshToken())).toBe('access-2')
  expect(await store.load(ADA.accountId)).toBeUndefined()
})
