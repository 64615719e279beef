import { inspect } from 'node:util'
import { AUTH_API, CLOCK, createApp, isMeantimeError, LOCKS, Secret, STATE_STORE } from '@meantime/core'
import { ManualClock } from '@meantime/testkit'
import { listenAsOlderServer, OlderServer, olderFault } from '@meantime/testkit/older-server'
import { describe, expect, onTestFinished, test } from 'vitest'
import { hubnityTransport, isHubnityServer } from '../src/index.js'
import { MemoryLocks, MemoryState } from './support/memory.js'

const EMAIL = 'ada@example.org'
const PASSWORD = new Secret('correct horse')

async function scene() {
  const clock = new ManualClock()
  const older = new OlderServer({ clock })
  const user = older.addUser(EMAIL)
  const { url, close } = await listenAsOlderServer(older)
  onTestFinished(close)
  const app = createApp({
    plugins: [
      {
        name: 'the test',
        register(registry) {
          registry.provide(CLOCK, () => clock)
          registry.provide(STATE_STORE, () => new MemoryState())
          registry.provide(LOCKS, () => new MemoryLocks())
        },
      },
      hubnityTransport({ server: url }),
    ],
  })
  onTestFinished(() => app.stop())
  return { clock, older, user, url, api: app.get(AUTH_API) }
}

describe('signing in at a Hubnity server', () => {
  test('gives the person and a pair of tokens that lasts as long as the server says', async () => {
    const { api, user, clock, url } = await scene()
    const { profile, tokens } = await api.login(EMAIL, PASSWORD)
    expect(profile).toEqual({ accountId: user.id, email: EMAIL, server: url, protocol: 'hubnity' })
    expect(tokens.accessExpiresAt).toBe(clock.now() + 15 * 60_000)
    expect(await api.whoami(tokens.access)).toEqual(profile)
  })

  test('a wrong password and an account that is switched off are told apart', async () => {
    const { api, older } = await scene()
    await expect(api.login(EMAIL, new Secret('wrong'))).rejects.toMatchObject({ code: 'BAD_CREDENTIALS' })
    Object.assign(older.users[0] ?? {}, { status: 'INACTIVE' })
    await expect(api.login(EMAIL, PASSWORD)).rejects.toMatchObject({ message: 'This account is switched off.' })
  })

  test('a password goes to nothing but a Hubnity server', async () => {
    const { api, older } = await scene()
    older.faults.next(olderFault.page(), { path: '/auth/refresh' })
    await expect(api.login(EMAIL, PASSWORD)).rejects.toMatchObject({ failure: 'not-meantime' })
    expect(JSON.stringify(older.requests)).not.toContain('correct horse')
  })

  test('a session is renewed, and only an explicit refusal ends it', async () => {
    const { api, older } = await scene()
    const { tokens } = await api.login(EMAIL, PASSWORD)
    const old = tokens.refresh ?? new Secret('')
    older.faults.next(olderFault.status(503), { path: '/auth/refresh' })
    await expect(api.refresh(old)).rejects.toMatchObject({ failure: 'server' })
    const renewed = await api.refresh(old)
    expect(renewed.refresh?.reveal()).not.toBe(old.reveal())
    await expect(api.refresh(old)).rejects.toMatchObject({ code: 'REFRESH_REJECTED' })
    await api.logout(renewed.refresh ?? old)
    await expect(api.refresh(renewed.refresh ?? old)).rejects.toMatchObject({ code: 'REFRESH_REJECTED' })
  })

  test('nobody can make an account, and no error shows a password or a token', async () => {
    const { api, older } = await scene()
    expect(api.register).toBeUndefined()
    older.faults.next(olderFault.status(500, 'It was correct horse'), { path: '/auth/login' })
    const error = await api.login(EMAIL, PASSWORD).catch((reason: unknown) => reason)
    expect(isMeantimeError(error)).toBe(true)
    expect(inspect(error, { depth: null, showHidden: true })).not.toContain('correct horse')
  })
})

describe('finding out what answers at an address', () => {
  test('a Hubnity server is known by what it minds; something else is not one; nothing is nothing', async () => {
    const { url, clock, older } = await scene()
    expect(await isHubnityServer(url, clock)).toBe(true)
    expect(await isHubnityServer(url.replace('/api/v1', ''), clock)).toBe(false)
    older.faults.offline = true
    expect(await isHubnityServer(url, clock)).toBeUndefined()
  })
})
