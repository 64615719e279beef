import { readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { Secret } from '@meantime/core'
import type { SessionMessage } from '@meantime/protocol'
import BetterSqlite3 from 'better-sqlite3'
import { SignJWT } from 'jose'
import { expect, test } from 'vitest'
import { Passwords } from '../src/accounts/passwords.js'
import { CHEAP, running, START, TestClock } from './support/harness.js'

const credentials = { email: 'ada@example.com', password: 'correct horse' }

test('who registers is signed in, and can sign in again', async () => {
  const { api } = await running()
  const { account, tokens } = await api.register(credentials.email)
  const me = await api.as(tokens.accessToken).get('/v1/me')
  expect(me).toMatchObject({ status: 200, body: { ...account, email: credentials.email, name: null } })
  const login = await api.post<SessionMessage>('/v1/auth/login', credentials)
  expect(login).toMatchObject({ status: 200, body: { account } })
  expect(login.headers.get('cache-control')).toBe('no-store')
})

test('e-mail addresses are the same whatever their case and the blanks around them', async () => {
  const { api } = await running()
  await api.register('  Ada@Example.com ')
  const login = await api.post('/v1/auth/login', { ...credentials, email: ' ADA@example.COM\t' })
  expect(login.status).toBe(200)
  const again = await api.post('/v1/auth/register', { ...credentials, email: 'adA@example.com' })
  expect(again).toMatchObject({ status: 409, body: { code: 'email-taken' } })
})

test('an unknown e-mail address and a wrong password get the same answer', async () => {
  const { api } = await running()
  await api.register(credentials.email)
  const wrong = await api.post('/v1/auth/login', { ...credentials, password: 'wrong' })
  const unknown = await api.post('/v1/auth/login', { ...credentials, email: 'eve@example.com' })
  expect(wrong).toMatchObject({ status: 401, body: { code: 'bad-credentials' } })
  const { requestId: _first, ...wrongBody } = wrong.body
  const { requestId: _second, ...unknownBody } = unknown.body
  expect(unknownBody).toEqual(wrongBody)
})

test('passwords are kept as argon2id with the cost that OWASP asks for', async () => {
  const passwords = new Passwords()
  const kept = await passwords.hash(new Secret('correct horse'))
  expect(kept).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/)
  expect(await passwords.matches(new Secret('correct horse'), kept)).toBe(true)
  expect(await passwords.matches(new Secret('correct horsf'), kept)).toBe(false)
  expect(await passwords.matches(new Secret('nobody has this password'), undefined)).toBe(false)
})

test('neither a password nor a token is in the database', async () => {
  const { api, databaseFile } = await running()
  const { tokens } = await api.register(credentials.email)
  const refreshed = await api.post<{ refreshToken: string }>('/v1/auth/refresh', { refreshToken: tokens.refreshToken })
  const files = [databaseFile, `${databaseFile}-wal`].map((file) => readFileSync(file).toString('latin1')).join('')
  expect(files).toContain('argon2id')
  for (const secret of [credentials.password, tokens.refreshToken, tokens.accessToken, refreshed.body.refreshToken])
    expect(files).not.toContain(secret)
})

test('a closed server takes no new accounts, and lets the old ones in', async () => {
  const first = await running()
  await first.api.register(credentials.email)
  await first.server.stop()
  const { api } = await running({ dataDir: first.dataDir, registration: 'closed' })
  const refused = await api.post('/v1/auth/register', { ...credentials, email: 'eve@example.com' })
  expect(refused).toMatchObject({ status: 403, body: { code: 'registration-closed' } })
  expect((await api.post('/v1/auth/login', credentials)).status).toBe(200)
})

test.each([
  [{ email: 'not an address', password: 'long enough' }],
  [{ email: 'ada@example.com', password: 'short' }],
  [{ email: 'ada@example.com', password: 'x'.repeat(129) }],
  [{ email: 'ada@example.com' }],
  [{ ...credentials, admin: true }],
  [[credentials]],
  ['text'],
])('a malformed registration is told what is wrong, without repeating it: %j', async (body) => {
  const { api } = await running()
  const answer = await api.post('/v1/auth/register', body)
  expect(answer).toMatchObject({ status: 422, body: { code: 'invalid-request' } })
  expect(JSON.stringify(answer.body)).not.toContain('long enough')
})

test('an access token ends after its time', async () => {
  const clock = new TestClock()
  const { api } = await running({ clock, accessTtlSeconds: 60 })
  const { tokens } = await api.register(credentials.email)
  expect(tokens.accessExpiresInSeconds).toBe(60)
  clock.time = START + 59_000
  expect((await api.as(tokens.accessToken).get('/v1/me')).status).toBe(200)
  clock.time = START + 60_000
  const late = await api.as(tokens.accessToken).get('/v1/me')
  expect(late).toMatchObject({ status: 401, body: { code: 'invalid-token' } })
  expect(late.headers.get('www-authenticate')).toBe('Bearer')
})

test('a token that this server did not sign opens nothing', async () => {
  const { api } = await running({ clock: new TestClock() })
  const { account, tokens } = await api.register(credentials.email)
  const claims = () =>
    new SignJWT({ sid: 'family' })
      .setIssuer('meantime')
      .setSubject(account.id)
      .setExpirationTime(START / 1000 + 600)
  const foreign = await claims()
    .setProtectedHeader({ alg: 'HS256' })
    .sign(new TextEncoder().encode('another key, which is long enough.'))
  const [header, payload] = tokens.accessToken.split('.')
  const none = `${Buffer.from('{"alg":"none"}').toString('base64url')}.${payload}.`
  for (const forged of [foreign, none, `${header}.${payload}.`, `${tokens.accessToken}x`, tokens.refreshToken, 'x'])
    expect((await api.as(forged).get('/v1/me')).status).toBe(401)
  expect(await api.get('/v1/me')).toMatchObject({ status: 401, body: { code: 'missing-token' } })
})

test('a token of an account that this database does not have opens nothing', async () => {
  const { api, databaseFile } = await running()
  const ada = await api.signedIn()
  const db = new BetterSqlite3(databaseFile)
  db.pragma('foreign_keys = ON')
  db.prepare('DELETE FROM accounts').run()
  db.close()
  for (const path of ['/v1/me', '/v1/entries', '/v1/projects']) expect((await ada.get(path)).status).toBe(401)
})

test('the signing key is made once, readable by its owner only, and survives a restart', async () => {
  const first = await running()
  const { tokens } = await first.api.register(credentials.email)
  const key = join(first.dataDir, 'jwt-secret')
  expect(statSync(key).mode & 0o777).toBe(0o600)
  expect(statSync(first.databaseFile).mode & 0o777).toBe(0o600)
  await first.server.stop()
  const { api } = await running({ dataDir: first.dataDir })
  expect((await api.as(tokens.accessToken).get('/v1/me')).status).toBe(200)
})

test('a given key is used instead of a file, and a short one is refused', async () => {
  const jwtSecret = new Secret('a key of at least thirty-two bytes')
  const { dataDir } = await running({ jwtSecret, passwordCost: CHEAP })
  expect(() => statSync(join(dataDir, 'jwt-secret'))).toThrow('ENOENT')
  await expect(running({ jwtSecret: new Secret('short') })).rejects.toMatchObject({ code: 'SIGNING_KEY_TOO_SHORT' })
})
