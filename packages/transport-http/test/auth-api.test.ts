import type { IncomingMessage, ServerResponse } from 'node:http'
import { Secret } from '@meantime/core'
import { ManualClock } from '@meantime/testkit'
import { expect, test } from 'vitest'
import { openHttpApi } from '../src/http-api.js'
import { answer, bodyOf, HEALTHY, loopback } from './loopback.js'

const ACCOUNT = { id: '0195d3c0-0000-7000-8000-000000000001', email: 'ada@example.org', name: null }
const TOKENS = { accessToken: 'access-2', accessExpiresInSeconds: 900, refreshToken: 'refresh-2' }
const password = new Secret('correct horse')
const clock = new ManualClock()

function open(server: string) {
  const settings = { server, timeoutMs: 5000, userAgent: 'test', maxAnswerBytes: 100_000 }
  return openHttpApi(settings, clock).auth
}

/** A server that answers its health and then `respond`s; remembers what it was asked. */
async function server(
  respond: (response: ServerResponse, request: IncomingMessage) => void,
  healthy: unknown = HEALTHY,
) {
  const asked: { path: string | undefined; json: unknown; authorization: string | undefined }[] = []
  const address = await loopback(async (request, response) => {
    const { json } = await bodyOf(request)
    asked.push({ path: request.url, json, authorization: request.headers.authorization })
    if (request.url === '/v1/health') answer(response, 200, healthy)
    else respond(response, request)
  })
  return { address, asked }
}

const problem = (code: string, status: number) => ({ type: 'about:blank', title: 'No', status, code })

test('signing in gives the profile and tokens that last as long as the server said, by this clock', async () => {
  const { address, asked } = await server((response) => answer(response, 200, { account: ACCOUNT, tokens: TOKENS }))
  const { profile, tokens } = await open(address).login('ada@example.org', password)
  expect(profile).toEqual({ accountId: ACCOUNT.id, email: 'ada@example.org', server: address })
  expect(tokens.access.reveal()).toBe('access-2')
  expect(tokens.refresh?.reveal()).toBe('refresh-2')
  expect(tokens.accessExpiresAt).toBe(clock.now() + 900_000)
  expect(asked.map(({ path }) => path)).toEqual(['/v1/health', '/v1/auth/login'])
  expect(asked[1]?.json).toEqual({ email: 'ada@example.org', password: 'correct horse' })
})

test.each<[string, unknown, string]>([
  ['another service', { name: 'other', protocol: 1, version: '1', status: 'ok' }, 'not-meantime'],
  ['a newer protocol', { ...HEALTHY, protocol: 2 }, 'upgrade'],
  ['a list', [], 'not-meantime'],
])('a password is not sent to %s', async (_, healthy, failure) => {
  const { address, asked } = await server((response) => answer(response, 200, {}), healthy)
  await expect(open(address).login('ada@example.org', password)).rejects.toMatchObject({ failure })
  const register = open(address).register({ email: 'ada@example.org', password })
  await expect(register).rejects.toMatchObject({ failure })
  expect(asked.map(({ path }) => path)).toEqual(['/v1/health', '/v1/health'])
})

test('wrong credentials are told as such, empty ones without asking', async () => {
  const { address, asked } = await server((response) => answer(response, 401, problem('bad-credentials', 401)))
  await expect(open(address).login('ada@example.org', password)).rejects.toMatchObject({
    code: 'BAD_CREDENTIALS',
    kind: 'auth',
  })
  await expect(open(address).login('', new Secret(''))).rejects.toMatchObject({ code: 'BAD_CREDENTIALS' })
  expect(asked).toHaveLength(2)
})

test('a login page that answers 401 is no judgement on the password', async () => {
  const { address } = await server((response) => response.writeHead(401, { 'content-type': 'text/html' }).end('<p>'))
  await expect(open(address).login('ada@example.org', password)).rejects.toMatchObject({ failure: 'not-meantime' })
})

test.each<[number, unknown, object]>([
  [401, problem('invalid-grant', 401), { code: 'REFRESH_REJECTED', kind: 'auth' }],
  [400, problem('invalid-grant', 400), { code: 'REFRESH_REJECTED', kind: 'auth' }],
  [401, problem('unauthorized', 401), { failure: 'unauthorized' }],
  [401, {}, { failure: 'unauthorized' }],
  [403, problem('invalid-grant', 403), { failure: 'forbidden' }],
  [429, problem('invalid-grant', 429), { failure: 'throttled' }],
  [500, {}, { failure: 'server' }],
  [404, {}, { failure: 'not-meantime' }],
  [200, { accessToken: 'x' }, { failure: 'not-meantime' }],
])('a refresh answered %d %j ends the session only on an explicit refusal', async (status, json, error) => {
  const { address } = await server((response) => answer(response, status, json))
  await expect(open(address).refresh(new Secret('refresh-1'))).rejects.toMatchObject(error)
})

test('a refresh without a network is offline and nothing else', async () => {
  const { address } = await server((_, request) => request.socket.destroy())
  await expect(open(address).refresh(new Secret('refresh-1'))).rejects.toMatchObject({ failure: 'offline' })
})

test('refresh, logout and whoami use their own secrets, each where it belongs', async () => {
  const { address, asked } = await server((response, { url }) =>
    url === '/v1/auth/logout'
      ? response.writeHead(204).end()
      : answer(response, 200, url === '/v1/me' ? ACCOUNT : TOKENS),
  )
  const auth = open(address)
  expect((await auth.refresh(new Secret('refresh-1'))).refresh?.reveal()).toBe('refresh-2')
  await auth.logout(new Secret('refresh-2'))
  expect(await auth.whoami(new Secret('access-2'))).toMatchObject({ email: 'ada@example.org' })
  expect(asked).toEqual([
    { path: '/v1/auth/refresh', json: { refreshToken: 'refresh-1' }, authorization: undefined },
    { path: '/v1/auth/logout', json: { refreshToken: 'refresh-2' }, authorization: undefined },
    { path: '/v1/me', json: undefined, authorization: 'Bearer access-2' },
  ])
})

test.each<[number, string, object]>([
  [409, 'email-taken', { code: 'EMAIL_TAKEN', kind: 'input' }],
  [403, 'registration-closed', { code: 'REGISTRATION_CLOSED', kind: 'auth' }],
  [422, 'invalid-request', { code: 'INVALID_REGISTRATION', kind: 'input' }],
  [429, 'too-many-requests', { failure: 'throttled' }],
])('a registration answered %d %s is told in its own words', async (status, code, error) => {
  const { address } = await server((response) => answer(response, status, problem(code, status)))
  const account = { email: 'ada@example.org', password, name: 'Ada' }
  await expect(open(address).register(account)).rejects.toMatchObject(error)
})

test('a registration signs in, and one that cannot be right is refused without asking', async () => {
  const { address, asked } = await server((response) => answer(response, 201, { account: ACCOUNT, tokens: TOKENS }))
  const auth = open(address)
  expect((await auth.register({ email: 'ada@example.org', password })).profile.accountId).toBe(ACCOUNT.id)
  await expect(auth.register({ email: 'ada', password })).rejects.toThrow('no e-mail address')
  await expect(auth.register({ email: 'a@b.org', password: new Secret('short') })).rejects.toThrow(
    '8 to 128 characters',
  )
  expect(asked).toHaveLength(2)
})
