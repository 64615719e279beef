import { expect, test } from 'vitest'
import { loginRequest, refreshRequest, registerRequest, session, tokenPair } from '../src/account.js'
import { entriesPage, entriesQuery } from '../src/entry.js'
import { health } from '../src/health.js'
import { problem } from '../src/problem.js'
import * as examples from './openapi/examples.js'

test('a registration needs an address and 8 to 128 characters of password, and takes nothing else', () => {
  const ok = { email: 'ada@example.org', password: '12345678' }
  const valid = (change: object) => registerRequest.safeParse({ ...ok, ...change }).success
  expect([valid({}), valid({ name: 'Ada' }), valid({ password: 'x'.repeat(128) })]).toEqual([true, true, true])
  for (const wrong of [
    { email: 'ada' },
    { email: '' },
    { password: '1234567' },
    { password: 'x'.repeat(129) },
    { admin: true },
    { name: 'a\0' },
  ])
    expect(valid(wrong)).toBe(false)
})

test('any non-empty credentials are well-formed: being wrong is told by the server', () => {
  expect(loginRequest.safeParse({ email: 'a', password: 'b' }).success).toBe(true)
  expect(loginRequest.safeParse({ email: '', password: 'b' }).success).toBe(false)
  expect(loginRequest.safeParse({ email: 'a', password: '' }).success).toBe(false)
  expect(loginRequest.safeParse({ email: 'a', password: 'b', token: 'c' }).success).toBe(false)
})

test('a refresh carries one token and nothing else', () => {
  expect(refreshRequest.safeParse({ refreshToken: 'x' }).success).toBe(true)
  expect(refreshRequest.safeParse({ refreshToken: '' }).success).toBe(false)
  expect(refreshRequest.safeParse({ refreshToken: 'x'.repeat(513) }).success).toBe(false)
  expect(refreshRequest.safeParse({ refreshToken: 'x', accessToken: 'y' }).success).toBe(false)
})

test('a pair of tokens tells for how long, never until when: clocks differ', () => {
  const pair = { accessToken: 'a', accessExpiresInSeconds: 900, refreshToken: 'r' }
  expect(tokenPair.parse({ ...pair, scope: 'x' })).toEqual(pair)
  for (const accessExpiresInSeconds of [0, -1, 1.5, '900', undefined])
    expect(tokenPair.safeParse({ ...pair, accessExpiresInSeconds }).success).toBe(false)
})

test('only a Meantime server of this protocol is healthy', () => {
  const ok = { name: 'meantime', protocol: 1, version: '0.1.0', status: 'ok' }
  expect(health.safeParse({ ...ok, region: 'eu' }).success).toBe(true)
  for (const wrong of [{ name: 'other' }, { protocol: 2 }, { status: 'failing' }, { version: undefined }])
    expect(health.safeParse({ ...ok, ...wrong }).success).toBe(false)
})

test('a problem needs a code to branch on, and keeps the members it does not know', () => {
  const told = { title: 'No', status: 403, code: 'forbidden', requestId: 'r-1' }
  expect(problem.parse(told)).toEqual({ type: 'about:blank', ...told })
  expect(problem.safeParse({ title: 'No', status: 403 }).success).toBe(false)
})

test('a query for entries comes as text and is checked as numbers', () => {
  expect(entriesQuery.parse({})).toEqual({ limit: 100 })
  expect(entriesQuery.parse({ from: '0', to: '5', limit: '1000', cursor: 'c' })).toEqual({
    from: 0,
    to: 5,
    limit: 1000,
    cursor: 'c',
  })
  for (const wrong of [
    { from: '-1' },
    { from: 'x' },
    { to: '1.5' },
    { limit: '0' },
    { limit: '1001' },
    { cursor: 'x'.repeat(201) },
  ])
    expect(entriesQuery.safeParse(wrong).success).toBe(false)
})

test('the examples in the document are what they claim to be', () => {
  expect(session.parse(examples.session)).toEqual(examples.session)
  expect(entriesPage.parse(examples.entries)).toEqual(examples.entries)
})
