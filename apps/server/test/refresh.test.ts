import type { SessionMessage, TokenPairMessage } from '@meantime/protocol'
import BetterSqlite3 from 'better-sqlite3'
import { expect, test } from 'vitest'
import { type Api, running, START, TestClock } from './support/harness.js'

const REFUSED = { status: 401, body: { code: 'invalid-grant' } }

const refresh = (api: Api, refreshToken: string) => api.post<TokenPairMessage>('/v1/auth/refresh', { refreshToken })

async function next(api: Api, refreshToken: string): Promise<string> {
  const answer = await refresh(api, refreshToken)
  expect(answer.status).toBe(200)
  return answer.body.refreshToken
}

async function session(options = {}): Promise<{ api: Api; first: string; databaseFile: string }> {
  const { api, databaseFile } = await running(options)
  return { api, databaseFile, first: (await api.register('ada@example.com')).tokens.refreshToken }
}

test('each refresh gives a new pair that works', async () => {
  const { api, first } = await session()
  const { body } = await refresh(api, first)
  expect(body.refreshToken).not.toBe(first)
  expect((await api.as(body.accessToken).get('/v1/me')).status).toBe(200)
  await next(api, await next(api, body.refreshToken))
})

test('when the answer of a refresh was lost, asking again with the old token works, as often as it takes', async () => {
  const { api, first } = await session()
  await next(api, first)
  await next(api, first)
  const arrived = await next(api, first)
  await next(api, await next(api, arrived))
})

test('a token whose successor was used ends the whole session', async () => {
  const { api, first } = await session()
  const second = await next(api, first)
  const third = await next(api, second)
  expect(await refresh(api, first)).toMatchObject(REFUSED)
  expect(await refresh(api, third)).toMatchObject(REFUSED)
})

test('a thief who refreshes first is shut out when the owner refreshes twice', async () => {
  const { api, first } = await session()
  const stolen = await next(api, first)
  const owned = await next(api, first)
  expect(await refresh(api, stolen)).toMatchObject(REFUSED)
  expect(await refresh(api, owned)).toMatchObject(REFUSED)
})

test('a thief who refreshes second is shut out when the owner goes on', async () => {
  const { api, first } = await session()
  const owned = await next(api, first)
  const stolen = await next(api, first)
  expect(await refresh(api, owned)).toMatchObject(REFUSED)
  expect(await refresh(api, stolen)).toMatchObject(REFUSED)
})

test('two parallel refreshes with one token both get a pair, and the later one goes on', async () => {
  const { api, first, databaseFile } = await session()
  const answers = await Promise.all(Array.from({ length: 8 }, () => refresh(api, first)))
  expect(answers.map(({ status }) => status)).toEqual(Array(8).fill(200))
  const db = new BetterSqlite3(databaseFile, { readonly: true })
  const live = db.prepare(
    'SELECT COUNT(*) AS n FROM refresh_tokens WHERE revoked_at IS NULL AND successor_hash IS NULL',
  )
  expect(live.get()).toEqual({ n: 1 })
  expect(db.prepare('SELECT COUNT(*) AS n FROM token_families WHERE revoked_at IS NOT NULL').get()).toEqual({ n: 0 })
  db.close()
})

test('one session ending leaves the other sessions of the account alone', async () => {
  const { api, first } = await session()
  const login = await api.post<SessionMessage>('/v1/auth/login', {
    email: 'ada@example.com',
    password: 'correct horse',
  })
  const second = await next(api, first)
  await next(api, second)
  expect(await refresh(api, first)).toMatchObject(REFUSED)
  await next(api, login.body.tokens.refreshToken)
})

test('signing out ends the session, also with a token that was already replaced, and is quiet about unknown ones', async () => {
  const { api, first } = await session()
  const second = await next(api, first)
  expect((await api.post('/v1/auth/logout', { refreshToken: first })).status).toBe(204)
  expect(await refresh(api, second)).toMatchObject(REFUSED)
  expect((await api.post('/v1/auth/logout', { refreshToken: 'never seen' })).status).toBe(204)
})

test('an unknown or expired token is refused', async () => {
  const clock = new TestClock()
  const { api, first } = await session({ clock, refreshTtlSeconds: 3600 })
  expect(await refresh(api, 'never seen')).toMatchObject(REFUSED)
  clock.time = START + 3_599_000
  const second = await next(api, first)
  clock.time += 3_600_000
  expect(await refresh(api, second)).toMatchObject(REFUSED)
})

test('a month offline does not end a session', async () => {
  const clock = new TestClock()
  const { api, first } = await session({ clock })
  clock.time = START + 45 * 24 * 3_600_000
  await next(api, first)
})

test('expired sessions do not pile up', async () => {
  const clock = new TestClock()
  const { api, databaseFile } = await session({ clock, refreshTtlSeconds: 3600 })
  clock.time += 3_601_000
  await api.post('/v1/auth/login', { email: 'ada@example.com', password: 'correct horse' })
  const db = new BetterSqlite3(databaseFile, { readonly: true })
  expect(db.prepare('SELECT COUNT(*) AS n FROM token_families').get()).toEqual({ n: 1 })
  expect(db.prepare('SELECT COUNT(*) AS n FROM refresh_tokens').get()).toEqual({ n: 1 })
  db.close()
})
