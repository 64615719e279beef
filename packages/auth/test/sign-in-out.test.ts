import {
  ACCESS_TOKENS,
  AUTH_API,
  CLOCK,
  createApp,
  JOURNAL,
  type Journal,
  LOCKS,
  LOGGER,
  PROFILES,
  Secret,
} from '@meantime/core'
import { expect, test } from 'vitest'
import { AUTH_MANAGER } from '../src/auth-manager.js'
import { authManager } from '../src/plugin.js'
import { memoryTokenStore } from '../src/stores/memory.js'
import { ADA, BOB, computer, gate, jwt, MemoryProfiles, offline } from './fakes.js'

const AUTH_REQUIRED = expect.objectContaining({ code: 'AUTH_REQUIRED' })

test('signing in saves profile and tokens, takes over earlier work and tells whoever waits for tokens', async () => {
  const { process, adopted, profiles, store } = computer()
  const auth = process()
  let told = 0
  const unsubscribe = auth.onTokensSet(() => {
    told += 1
  })
  expect(await auth.login('ada@example.org', 'correct')).toEqual(ADA)
  expect(profiles.current()).toEqual(ADA)
  expect((await store.load(ADA.accountId))?.refresh?.reveal()).toBe('refresh-1')
  expect([adopted, told]).toEqual([[ADA.accountId], 1])
  unsubscribe()
  await auth.login('ada@example.org', 'correct')
  expect(told).toBe(1)
})

test('wrong credentials change nothing', async () => {
  const { process, profiles, adopted } = computer()
  const auth = process()
  await expect(auth.login('ada@example.org', 'wrong')).rejects.toMatchObject({ code: 'BAD_CREDENTIALS' })
  expect([profiles.current(), adopted]).toEqual([undefined, []])
})

test('a listener that throws spoils neither the sign-in nor the other listeners', async () => {
  const { process, log } = computer()
  const auth = process()
  let told = 0
  auth.onTokensSet(() => {
    throw new Error('broken listener')
  })
  auth.onTokensSet(() => {
    told += 1
  })
  await auth.login('ada@example.org', 'correct')
  expect(told).toBe(1)
  expect(log.lines.some(({ level }) => level === 'error')).toBe(true)
})

test('work that could not be taken over at sign-in is taken over at the next use, and then not again', async () => {
  const { process, adopted } = computer()
  let broken = true
  const auth = process({
    journal: {
      adopt: async (account) => {
        if (broken) throw Object.assign(new Error('disk full'), { code: 'SQLITE_FULL' })
        adopted.push(account)
        return 3
      },
    },
  })
  await auth.login('ada@example.org', 'correct')
  await auth.getFreshToken()
  expect(adopted).toEqual([])
  broken = false
  await auth.getFreshToken()
  await auth.getFreshToken()
  expect(adopted).toEqual([ADA.accountId])
})

test('registering is offered only where the server has it', async () => {
  const { process } = computer()
  const account = { email: 'ada@example.org', password: new Secret('correct') }
  await expect(process().register(account)).rejects.toMatchObject({ code: 'REGISTRATION_UNAVAILABLE' })
})

test('signing out clears this computer first and then tells the server; the profile stays', async () => {
  const { process, profiles, server, store } = computer()
  const auth = process()
  await auth.login('ada@example.org', 'correct')
  expect(await auth.logout()).toEqual({ serverTold: true })
  expect(await store.load(ADA.accountId)).toBeUndefined()
  expect([server.takes('refresh-1'), profiles.current()]).toEqual([false, ADA])
  await expect(auth.getFreshToken()).rejects.toEqual(AUTH_REQUIRED)
  expect(await auth.status()).toMatchObject({ profile: ADA, signedIn: false, store: 'memory', persistent: false })
})

test('signing out works without a network, and with a server that never answers', async () => {
  const { process, server, clock, store } = computer()
  const auth = process()
  await auth.login('ada@example.org', 'correct')
  server.failing = offline()
  expect(await auth.logout()).toEqual({ serverTold: false })
  expect(await store.load(ADA.accountId)).toBeUndefined()
  server.failing = undefined
  await auth.login('ada@example.org', 'correct')
  server.gate = gate().opened
  const leaving = auth.logout({ timeoutMs: 3000 })
  await clock.whenSleeping()
  clock.advance(3000)
  expect(await leaving).toEqual({ serverTold: false })
  await expect(auth.getFreshToken()).rejects.toEqual(AUTH_REQUIRED)
})

test('signing out when nobody is signed in is fine', async () => {
  expect(await computer().process().logout()).toEqual({ serverTold: false })
})

test('signing out in one process signs out the other at its next refresh, even when the server was not told', async () => {
  const { process, server, clock } = computer()
  const cli = process()
  const desktop = process()
  await desktop.login('ada@example.org', 'correct')
  server.failing = offline()
  await cli.logout()
  server.failing = undefined
  clock.advance(20 * 60_000)
  await expect(desktop.getFreshToken()).rejects.toEqual(AUTH_REQUIRED)
  expect(server.refreshes()).toBe(0)
})

test('signing out during a refresh ends the renewed session too', async () => {
  const { process, server, clock, store } = computer()
  const auth = process()
  await auth.login('ada@example.org', 'correct')
  clock.advance(20 * 60_000)
  const { opened, open } = gate()
  server.gate = opened
  const refreshing = auth.getFreshToken().catch((error: unknown) => error)
  await new Promise((resolve) => setImmediate(resolve))
  const leaving = auth.logout()
  server.gate = undefined
  open()
  await clock.advanceInSteps(1000)
  await leaving
  expect(await refreshing).toEqual(AUTH_REQUIRED)
  expect(await store.load(ADA.accountId)).toBeUndefined()
  expect([server.takes('refresh-1'), server.takes('refresh-2')]).toEqual([false, false])
})

test('signing in as somebody else leaves no tokens of the first behind', async () => {
  const { process, store } = computer()
  const auth = process()
  await auth.login('ada@example.org', 'correct')
  await auth.login('bob@x.org', 'correct')
  expect(await store.load(ADA.accountId)).toBeUndefined()
  expect(await store.load(BOB.accountId)).toBeDefined()
})

test('tokens handed over by a front end are attributed, saved and announced', async () => {
  const { process, server, store, adopted, profiles } = computer()
  const auth = process()
  let told = 0
  auth.onTokensSet(() => {
    told += 1
  })
  const { access, refresh } = server.issue(ADA)
  await auth.setAuthTokens({ accessToken: access.reveal(), refreshToken: refresh.reveal() })
  expect(profiles.current()).toEqual(ADA)
  expect((await store.load(ADA.accountId))?.access.reveal()).toBe('access-1')
  expect([adopted, told, server.calls]).toEqual([[ADA.accountId], 1, ['whoami']])
})

test('a token that names the current account is taken without asking the server', async () => {
  const { process, server, clock } = computer({ profile: ADA })
  const auth = process()
  const expiresAt = clock.now() + 5 * 60_000
  await auth.setAuthTokens({ accessToken: jwt({ sub: ADA.accountId, exp: expiresAt / 1000 }) })
  await auth.getFreshToken()
  clock.advance(5 * 60_000 - 1)
  await auth.getFreshToken()
  clock.advance(1)
  await expect(auth.getFreshToken()).rejects.toEqual(AUTH_REQUIRED)
  expect(server.calls).toEqual([])
})

test('handed over offline, tokens are kept and attributed before any work goes out under them', async () => {
  const { process, server, profiles } = computer({ profile: BOB })
  const auth = process()
  let told = 0
  auth.onTokensSet(() => {
    told += 1
  })
  const { access, refresh } = server.issue(ADA)
  server.failing = offline()
  await auth.setAuthTokens({ accessToken: access, refreshToken: refresh })
  expect([profiles.current(), told]).toEqual([BOB, 1])
  await expect(auth.getFreshToken()).rejects.toMatchObject({ failure: 'offline' })
  server.failing = undefined
  await expect(auth.getFreshToken()).rejects.toEqual(AUTH_REQUIRED)
  expect([profiles.current(), told]).toEqual([ADA, 2])
  expect((await auth.getFreshToken()).reveal()).toBe('access-1')
})

test('a handed-over token without refresh token that the server refuses is given up', async () => {
  const { process, server } = computer({ profile: ADA })
  const auth = process()
  await auth.setAuthTokens({ accessToken: jwt({ sub: ADA.accountId }) })
  const token = await auth.getFreshToken()
  await expect(auth.getFreshToken(token)).rejects.toEqual(AUTH_REQUIRED)
  await expect(auth.getFreshToken()).rejects.toEqual(AUTH_REQUIRED)
  expect(server.calls).toEqual([])
})

test('tokens of nobody knows whom that the server refuses are given up without a loop', async () => {
  const { process, server } = computer()
  const auth = process()
  await auth.setAuthTokens({ accessToken: 'made-up' })
  await expect(auth.getFreshToken()).rejects.toEqual(AUTH_REQUIRED)
  const before = server.calls.length
  await expect(auth.getFreshToken()).rejects.toEqual(AUTH_REQUIRED)
  expect(server.calls.length).toBe(before)
})

test('an empty token is refused and changes nothing', async () => {
  const { process } = computer()
  const auth = process()
  await auth.login('ada@example.org', 'correct')
  await expect(auth.setAuthTokens({ accessToken: '' })).rejects.toMatchObject({ code: 'EMPTY_TOKEN' })
  expect((await auth.getFreshToken()).reveal()).toBe('access-1')
})

test('a token that says nothing of its end is taken to last a quarter of an hour', async () => {
  const { process, server, clock } = computer()
  const auth = process()
  await auth.setAuthTokens({ accessToken: server.issue(ADA).access, refreshToken: '' })
  clock.advance(15 * 60_000 - 1)
  await auth.getFreshToken()
  clock.advance(1)
  await expect(auth.getFreshToken()).rejects.toEqual(AUTH_REQUIRED)
})

test('the plugin gives one instance as AuthManager and as AccessTokens', () => {
  const { server, clock, locks, log } = computer()
  const app = createApp({
    plugins: [
      {
        name: 'test',
        register(registry) {
          registry.provide(CLOCK, () => clock)
          registry.provide(LOGGER, () => log)
          registry.provide(LOCKS, () => locks)
          registry.provide(AUTH_API, () => server)
          registry.provide(PROFILES, () => new MemoryProfiles())
          registry.provide(JOURNAL, () => ({ adopt: async () => 0 }) as unknown as Journal)
        },
      },
      memoryTokenStore(),
      authManager(),
    ],
  })
  expect(app.get(ACCESS_TOKENS)).toBe(app.get(AUTH_MANAGER))
})
