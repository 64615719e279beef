import { describe, expect, test } from 'vitest'
import type { OlderUser } from '../../src/older-server/index.js'
import { scene } from '../support/older-scene.js'

describe('signing in at the older server', () => {
  test('login gives the user and two tokens; a wrong password and an inactive account are 401', async () => {
    const { call, older } = scene()
    expect(await call('POST', '/auth/login', { email: 'ADA@example.org', password: 'correct horse' })).toMatchObject({
      status: 200,
      body: {
        user: { email: 'ada@example.org', role: 'EMPLOYEE', status: 'ACTIVE' },
        access_token: expect.any(String),
        refresh_token: expect.any(String),
      },
    })
    const wrong = await call('POST', '/auth/login', { email: 'ada@example.org', password: 'wrong' })
    expect(wrong).toMatchObject({ status: 401, body: { message: 'Invalid credentials', statusCode: 401 } })
    ;(older.users[0] as OlderUser).status = 'INACTIVE'
    const idle = await call('POST', '/auth/login', { email: 'ada@example.org', password: 'correct horse' })
    expect(idle).toMatchObject({ status: 401, body: { message: 'User account is inactive' } })
  })

  test('refresh takes refreshToken only, and revokes the one it was given', async () => {
    const { call, tokens } = scene()
    expect((await call('POST', '/auth/refresh', { refresh_token: tokens.refresh_token })).status).toBe(400)
    const refreshed = await call('POST', '/auth/refresh', { refreshToken: tokens.refresh_token })
    expect(refreshed).toMatchObject({ status: 200, body: { access_token: expect.any(String) } })
    const again = await call('POST', '/auth/refresh', { refreshToken: tokens.refresh_token })
    expect(again).toMatchObject({ status: 401, body: { message: 'Refresh token has been revoked' } })
    const made = await call('POST', '/auth/refresh', { refreshToken: 'made up' })
    expect(made).toMatchObject({ status: 401, body: { message: 'Invalid refresh token' } })
  })

  test('a refresh token expires', async () => {
    const { call, clock, tokens } = scene()
    clock.advance(8 * 24 * 3_600_000)
    const answer = await call('POST', '/auth/refresh', { refreshToken: tokens.refresh_token })
    expect(answer.body.message).toBe('Refresh token has expired')
  })

  test('two refreshes at once revoke each other (10)', async () => {
    const { call, tokens } = scene()
    const both = await Promise.all(
      [1, 2].map(() => call('POST', '/auth/refresh', { refreshToken: tokens.refresh_token })),
    )
    expect(both.map(({ status }) => status)).toEqual([200, 200])
    const used = await call('POST', '/auth/refresh', { refreshToken: both[0]?.body.refresh_token })
    expect(used).toMatchObject({ status: 401, body: { message: 'Refresh token has been revoked' } })
  })

  test('the access token keeps working after logout', async () => {
    const { call, tokens } = scene()
    expect((await call('POST', '/auth/logout', { refreshToken: tokens.refresh_token })).status).toBe(200)
    expect((await call('GET', '/projects')).status).toBe(200)
  })

  test('a 401 does not tell expired from invalid (9)', async () => {
    const { call, clock } = scene()
    const invalid = await call('GET', '/projects', undefined, 'made up')
    clock.advance(16 * 60_000)
    const expired = await call('GET', '/projects')
    expect(expired.body).toEqual(invalid.body)
    expect(expired.status).toBe(401)
  })
})
