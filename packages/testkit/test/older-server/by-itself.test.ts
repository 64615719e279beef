import { describe, expect, test } from 'vitest'
import { KEY, scene } from '../support/older-scene.js'

describe('the older server by itself', () => {
  test('it pauses an entry when heartbeats stop, and a later pause is a 400 that means done (11, 15)', async () => {
    const { call, clock, start, older, user } = scene({ autoPauseAfterMs: 300_000 })
    const id = await start()
    clock.advance(299_000)
    await call('POST', '/idle/heartbeat', { isActive: true })
    clock.advance(299_000)
    older.pauseIdle()
    expect(older.activeOf(user)?.status).toBe('RUNNING')
    clock.advance(1000)
    expect((await call('PUT', `/time-entries/${id}/pause`)).body.message).toBe('Only running entries can be paused')
    expect(older.activeOf(user)).toMatchObject({ status: 'PAUSED', duration: 599 })
  })

  test('100 a minute for each handler, 4xx included; 429 says Retry-After: 60 (13)', async () => {
    const { call, clock } = scene()
    for (let n = 0; n < 100; n += 1) await call('PUT', `/time-entries/${KEY}/stop`)
    const refused = await call('PUT', `/time-entries/${KEY}/stop`)
    expect([refused.status, refused.headers.get('retry-after')]).toEqual([429, '60'])
    expect((await call('GET', '/projects')).status).toBe(200)
    clock.advance(60_000)
    expect((await call('PUT', `/time-entries/${KEY}/stop`)).status).toBe(404)
    for (let n = 0; n < 5; n += 1) await call('POST', '/auth/login', { email: 'x', password: 'y' })
    expect((await call('POST', '/auth/login', { email: 'x', password: 'y' })).status).toBe(429)
    for (let n = 0; n < 10; n += 1) await call('POST', '/auth/refresh', {})
    expect((await call('POST', '/auth/refresh', {})).status).toBe(429)
  })

  test('it looks at 413, 429, 401 and 400 in this order (9)', async () => {
    const { call } = scene()
    expect((await call('POST', '/time-entries', '{"broken', 'made up')).status).toBe(413)
    expect((await call('POST', '/time-entries', {}, 'made up')).status).toBe(401)
    expect((await call('POST', '/time-entries', {})).status).toBe(400)
    for (let n = 0; n < 98; n += 1) await call('POST', '/time-entries', {})
    expect((await call('POST', '/time-entries', {}, 'made up')).status).toBe(429)
    expect((await call('POST', '/time-entries', '{"broken')).status).toBe(413)
  })

  test('truncated JSON is a 413, as is a body above 10 MiB; a database that is down is a 500 (12)', async () => {
    const { call, start, older } = scene()
    expect((await call('PATCH', `/time-entries/${await start()}`, '{"description": "half')).status).toBe(413)
    expect((await call('POST', '/screenshots', { imageData: 'A'.repeat(10 * 1024 * 1024) })).status).toBe(413)
    older.faults.databaseDown = true
    expect((await call('GET', '/projects')).status).toBe(500)
  })

  test('gzip is accepted (14), and a NUL in a description is a 500 (12)', async () => {
    const { older, tokens, call, start } = scene()
    const { gzipSync } = await import('node:zlib')
    const zipped = new Request('http://older.test/idle/heartbeat', {
      method: 'POST',
      headers: { authorization: `Bearer ${tokens.access_token}`, 'content-encoding': 'gzip' },
      body: gzipSync('{"isActive":true}'),
    })
    expect((await older.handle(zipped))?.status).toBe(200)
    expect((await call('PATCH', `/time-entries/${await start()}`, { description: 'a\0b' })).status).toBe(500)
  })
})
