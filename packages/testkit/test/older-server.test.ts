import { setupServer } from 'msw/node'
import { describe, expect, onTestFinished, test } from 'vitest'
import { listenAsOlderServer, type OlderUser, olderFault, olderServerHandlers } from '../src/older-server/index.js'
import { at, KEY, OTHER_KEY, PICTURE, scene } from './support/older-scene.js'

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

describe('projects at the older server', () => {
  test('/projects includes the archived ones, /projects/active does not', async () => {
    const { call, older } = scene()
    older.addProject('Old', 'ARCHIVED')
    const names = (body: unknown) => (body as { name: string }[]).map(({ name }) => name)
    expect(names((await call('GET', '/projects')).body)).toEqual(['Website', 'Old'])
    expect(names((await call('GET', '/projects/active')).body)).toEqual(['Website'])
  })
})

describe('one entry at the older server', () => {
  test('a start is 201, and a second one a 400, also when the first is paused', async () => {
    const { call, start, user, project } = scene()
    const id = await start()
    const second = { userId: user.id, projectId: project.id }
    expect((await call('POST', '/time-entries', second)).body.message).toMatch(/^User already has an active time entry/)
    await call('PUT', `/time-entries/${id}/pause`)
    expect((await call('POST', '/time-entries', second)).status).toBe(400)
  })

  test('employees need a project; other roles do not', async () => {
    const one = scene()
    const refused = await one.call('POST', '/time-entries', { userId: one.user.id })
    expect(refused).toMatchObject({ status: 400, body: { message: expect.stringMatching(/^Project is required for/) } })
    const other = scene({}, { role: 'ADMIN' })
    expect((await other.call('POST', '/time-entries', { userId: other.user.id })).status).toBe(201)
  })

  test('a start more than an hour ahead, an archived project, one that is not there, and another person', async () => {
    const { call, older, user, project } = scene()
    const old = older.addProject('Old', 'ARCHIVED')
    const stranger = older.addUser('bob@example.org')
    const post = (fields: object) =>
      call('POST', '/time-entries', { userId: user.id, projectId: project.id, ...fields })
    expect((await post({ startTime: at(13, 1) })).body.message).toBe(
      'Start time cannot be more than 1 hour in the future',
    )
    expect((await post({ projectId: old.id })).status).toBe(400)
    expect((await post({ projectId: KEY })).status).toBe(404)
    expect((await post({ userId: stranger.id })).status).toBe(403)
    expect((await post({ startTime: at(13) })).status).toBe(201)
  })

  test('X-Idempotency-Key is never read: a start replayed after the stop is a phantom (1)', async () => {
    const { call, start, older, user } = scene()
    const id = await start({ startTime: at(8) })
    await call('PUT', `/time-entries/${id}/stop`)
    await start({ startTime: at(8) })
    expect(older.entriesOf(user).map(({ status }) => status)).toEqual(['STOPPED', 'RUNNING'])
  })

  test('fields that nobody knows are a 400 on POST and PATCH (2)', async () => {
    const { call, start, user, project } = scene()
    const post = await call('POST', '/time-entries', { userId: user.id, projectId: project.id, accessToken: 'x' })
    expect(post).toMatchObject({ status: 400, body: { message: ['property accessToken should not exist'] } })
    const patch = await call('PATCH', `/time-entries/${await start()}`, { _encrypted: true })
    expect(patch).toMatchObject({ status: 400, body: { error: 'Bad Request', statusCode: 400 } })
  })

  test('pause, resume and stop ignore the body and take the server’s time; resume overwrites the start', async () => {
    const { call, clock, start } = scene({ accessTtlMs: 3_600_000 })
    const id = await start({ startTime: at(11) })
    clock.advance(600_000)
    const paused = await call('PUT', `/time-entries/${id}/pause`, { at: at(11, 5) })
    expect(paused.body).toMatchObject({ status: 'PAUSED', duration: 4200 })
    expect((await call('PUT', `/time-entries/${id}/pause`)).body.message).toBe('Only running entries can be paused')
    clock.advance(600_000)
    expect((await call('PUT', `/time-entries/${id}/resume`)).body).toMatchObject({ startTime: at(12, 20) })
    expect((await call('PUT', `/time-entries/${id}/resume`)).body.message).toBe('Only paused entries can be resumed')
    clock.advance(600_000)
    const stopped = await call('PUT', `/time-entries/${id}/stop`)
    expect(stopped.body).toMatchObject({ status: 'STOPPED', endTime: at(12, 30), duration: 4800 })
    expect((await call('PUT', `/time-entries/${id}/stop`)).body.message).toBe('Time entry is already stopped')
  })

  test('PATCH of a running entry with an end stops it and counts the duration itself', async () => {
    const { call, start } = scene()
    const id = await start({ startTime: at(11) })
    const answer = await call('PATCH', `/time-entries/${id}`, { endTime: at(11, 30), duration: 7 })
    expect(answer.body).toMatchObject({ status: 'STOPPED', duration: 1800 })
  })

  test('PATCH keeps your duration when the entry is stopped or paused, as often as it is sent', async () => {
    const { call, start } = scene()
    const id = await start({ startTime: at(11) })
    await call('PATCH', `/time-entries/${id}`, { status: 'PAUSED' })
    const all = { startTime: at(8), endTime: at(9), duration: 1200, status: 'STOPPED', description: 'Work' }
    const first = await call('PATCH', `/time-entries/${id}`, all)
    expect(first.body).toMatchObject(all)
    expect((await call('PATCH', `/time-entries/${id}`, all)).body).toEqual(first.body)
  })

  test('an end that is not after the start is a 400, and somebody else’s entry a 403', async () => {
    const { call, start, older } = scene()
    const id = await start({ startTime: at(11) })
    const answer = await call('PATCH', `/time-entries/${id}`, { endTime: at(11) })
    expect(answer.body.message).toBe('End time must be after start time')
    const bob = older.signIn(older.addUser('bob@example.org')).access_token
    expect((await call('PATCH', `/time-entries/${id}`, {}, bob)).status).toBe(403)
    expect((await call('PUT', `/time-entries/${KEY}/stop`)).status).toBe(404)
  })
})

describe('a batch at the older server', () => {
  test('each key takes effect once: created, then skipped', async () => {
    const { sync, item, older, user } = scene()
    expect((await sync(item())).body).toMatchObject({ created: 1, skipped: 0, entries: [{ action: 'created' }] })
    expect((await sync(item())).body).toMatchObject({ created: 0, skipped: 1, entries: [{ action: 'skipped' }] })
    expect(older.entriesOf(user)).toHaveLength(1)
  })

  test('a key has to be a v4 UUID, a batch 1 to 100 items, and a wrong item is named by its number', async () => {
    const { call, sync, item } = scene()
    const v7 = await sync(item(), item({ idempotencyKey: '0190b000-0000-7000-9000-000000000001' }))
    expect(v7).toMatchObject({ status: 400, body: { message: ['entries.1.idempotencyKey must be a UUID'] } })
    expect((await call('POST', '/time-entries/sync', { entries: [] })).status).toBe(400)
    expect((await sync(...Array.from({ length: 101 }, () => item()))).status).toBe(400)
  })

  test('one item with a field that nobody knows rejects all (2)', async () => {
    const { sync, item, older } = scene()
    expect((await sync(item(), item({ idempotencyKey: OTHER_KEY, refreshToken: 'x' }))).status).toBe(400)
    expect(older.tables.entries).toEqual([])
  })

  test.each([
    ['400', { projectId: null }, 'Project is required for employees in sync'],
    ['404', { projectId: KEY }, expect.stringContaining('not found')],
    ['409', { duration: 5 }, 'Idempotency key conflict: payload differs from existing record'],
    ['500', { description: 'a\0b' }, 'Internal server error'],
  ])('it is all or nothing for a %s (3)', async (status, wrong, message) => {
    const { sync, item, older } = scene()
    if (status === '409') await sync(item({ idempotencyKey: OTHER_KEY }))
    const before = older.tables.entries.length
    const answer = await sync(item(), item({ idempotencyKey: OTHER_KEY, ...wrong }))
    expect(answer).toMatchObject({ status: Number(status), body: { message } })
    expect(JSON.stringify(answer.body)).not.toContain('entries.1')
    expect(older.tables.entries).toHaveLength(before)
  })

  test('another description, end or status is silently skipped (4)', async () => {
    const { sync, item, older } = scene()
    await sync(item({ description: 'One' }))
    const other = await sync(item({ description: 'Two', endTime: at(10), status: 'STOPPED' }))
    expect(other.body).toMatchObject({ skipped: 1 })
    expect(older.tables.entries[0]).toMatchObject({ description: 'One', endTime: Date.parse(at(9)) })
  })

  test.each(['RUNNING', 'PAUSED'])('a %s item silently stops the current entry (5)', async (status) => {
    const { sync, item, start, older, user } = scene()
    await start({ startTime: at(11) })
    const { endTime: _, ...open } = item({ status, duration: 0 })
    expect((await sync(open)).status).toBe(200)
    expect(older.entriesOf(user).map((entry) => entry.status)).toEqual(['STOPPED', status])
  })

  test('of two identical batches at once one is a misleading 409; sent again it is skipped (6)', async () => {
    const { sync, item } = scene()
    const both = await Promise.all([sync(item()), sync(item())])
    expect(both.map(({ status }) => status)).toEqual([200, 409])
    expect(both[1]?.body.message).toMatch(/^User already has an active time entry/)
    expect(both[1]?.body).not.toHaveProperty('statusCode')
    expect((await sync(item())).body).toMatchObject({ skipped: 1 })
  })

  test('what it took is a 409 for ever when the row has changed; existingId names the row (7)', async () => {
    const { call, sync, item, older } = scene()
    await sync(item())
    const id = older.tables.entries[0]?.id
    await call('PATCH', `/time-entries/${id}`, { duration: 1 })
    for (const _ of [1, 2]) {
      const answer = await sync(item())
      expect(answer).toMatchObject({ status: 409, body: { idempotencyKey: KEY, existingId: id } })
    }
  })

  test('a slow batch is a 500 and rolled back; smaller ones pass (8)', async () => {
    const { sync, item, older } = scene()
    older.faults.mostPerTransaction = 1
    expect((await sync(item(), item({ idempotencyKey: OTHER_KEY }))).status).toBe(500)
    expect(older.tables.entries).toEqual([])
    expect((await sync(item())).status).toBe(200)
  })

  test('newer servers have no /sync: 404', async () => {
    const { sync, item } = scene({ hasSync: false })
    expect(await sync(item())).toMatchObject({
      status: 404,
      body: { message: 'Cannot POST /time-entries/sync', statusCode: 404 },
    })
  })
})

describe('reading at the older server', () => {
  test('entries by start, newest first, with their keys; 100 unless asked for more', async () => {
    const { call, sync, item } = scene()
    await sync(item(), item({ idempotencyKey: OTHER_KEY, startTime: at(10), endTime: at(11) }))
    const all = (await call('GET', `/time-entries?startDate=${at(7)}&endDate=${at(12)}`)).body as unknown as object[]
    expect(all).toMatchObject([
      { idempotencyKey: OTHER_KEY },
      { idempotencyKey: KEY, startTime: at(8), endTime: at(9) },
    ])
    expect((await call('GET', '/time-entries?limit=1')).body).toHaveLength(1)
    expect((await call('GET', '/time-entries?limit=0')).status).toBe(400)
    expect((await call('GET', '/time-entries?startDate=soon')).status).toBe(400)
  })

  test('/active shows what runs or is paused; admins see the whole company', async () => {
    const { call, start, older } = scene()
    await start()
    const boss = older.signIn(older.addUser('boss@example.org', { role: 'ADMIN' })).access_token
    const bob = older.signIn(older.addUser('bob@example.org')).access_token
    expect((await call('GET', '/time-entries/active')).body).toHaveLength(1)
    expect((await call('GET', '/time-entries/active', undefined, boss)).body).toHaveLength(1)
    expect((await call('GET', '/time-entries/active', undefined, bob)).body).toEqual([])
  })
})

describe('screenshots at the older server', () => {
  test('a replayed screenshot is a duplicate (1), and its time is its arrival (14)', async () => {
    const { call, start, older, clock } = scene()
    const shot = { imageData: `data:image/jpeg;base64,${PICTURE}`, timeEntryId: await start() }
    expect(await call('POST', '/screenshots', shot)).toMatchObject({
      status: 201,
      body: { timeEntryId: shot.timeEntryId },
    })
    clock.advance(1000)
    await call('POST', '/screenshots', { ...shot, imageData: PICTURE })
    expect(older.tables.screenshots.map(({ timestamp }) => timestamp)).toEqual([clock.now() - 1000, clock.now()])
  })

  test('one message means a bad image and a full disk', async () => {
    const { call, start, older } = scene()
    const timeEntryId = await start()
    const send = async (imageData: string) =>
      (await call('POST', '/screenshots', { imageData, timeEntryId })).body.message
    expect(await send('no base64!')).toBe('Invalid base64 encoding')
    expect(await send(`data:image/gif;base64,${PICTURE}`)).toBe('Invalid image data format')
    expect(await send(Buffer.from('no picture').toString('base64'))).toBe('Failed to save screenshot')
    older.faults.storageBroken = true
    expect(await send(PICTURE)).toBe('Failed to save screenshot')
    expect((await call('POST', '/screenshots', { imageData: PICTURE, timeEntryId, takenAt: 1 })).status).toBe(400)
    expect((await call('POST', '/screenshots', { imageData: PICTURE, timeEntryId: KEY })).status).toBe(404)
  })
})

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

describe('what a test can do to the older server', () => {
  test('an answer is lost after the effect, or before it, or the effect comes late', async () => {
    const { start, older } = scene()
    const count = () => older.tables.entries.length
    older.faults.next(olderFault.reset)
    await start()
    expect(count()).toBe(0)
    older.faults.next(olderFault.late, { method: 'POST', path: '/time-entries' })
    await start()
    expect(count()).toBe(0)
    await older.lateNow()
    expect(count()).toBe(1)
    older.faults.next(olderFault.lost)
    await start()
    expect(older.requests).toHaveLength(3)
  })

  test('tokens are refused for a while, statuses and pages come instead of answers', async () => {
    const { call, older } = scene()
    older.faults.refuseTokens = 1
    expect((await call('GET', '/projects')).status).toBe(401)
    older.faults.next(olderFault.status(503, 'Busy', 30))
    const busy = await call('GET', '/projects')
    expect([busy.status, busy.headers.get('retry-after'), busy.body.message]).toEqual([503, '30', 'Busy'])
    expect((await call('GET', '/projects')).status).toBe(200)
  })

  test('it is the same behind mocked requests and behind a real socket', async () => {
    const { older } = scene()
    const login = { method: 'POST', body: JSON.stringify({ email: 'ada@example.org', password: 'correct horse' }) }
    const { url, close } = await listenAsOlderServer(older)
    onTestFinished(close)
    expect((await fetch(`${url}/auth/login`, login)).status).toBe(200)
    const msw = setupServer(...olderServerHandlers(older))
    msw.listen({ onUnhandledRequest: 'bypass' })
    onTestFinished(() => msw.close())
    expect((await fetch('https://hubnity.example.test/api/v1/auth/login', login)).status).toBe(200)
    older.faults.offline = true
    await expect(fetch(`${url}/auth/login`, login)).rejects.toThrow()
    await expect(fetch('https://hubnity.example.test/api/v1/auth/login', login)).rejects.toThrow()
  })
})
