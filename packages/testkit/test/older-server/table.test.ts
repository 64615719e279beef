import { describe, expect, test } from 'vitest'
import { KEY, OTHER_KEY, PICTURE, scene } from '../support/older-scene.js'

describe('the older server’s table of facts', () => {
  test('the lists of projects are cached for 300 s', async () => {
    const { call, older, clock } = scene()
    const count = async (path: string) => ((await call('GET', path)).body as unknown as object[]).length
    expect([await count('/projects'), await count('/projects/active')]).toEqual([1, 1])
    older.addProject('New')
    clock.advance(299_999)
    expect([await count('/projects'), await count('/projects/active')]).toEqual([1, 1])
    clock.advance(1)
    expect([await count('/projects'), await count('/projects/active')]).toEqual([2, 2])
  })

  test('texts may be so long and no longer, and a list has 1 to 1000 entries', async () => {
    const { call, sync, item, start, user } = scene()
    const id = await start()
    const email = (length: number) => `${'x'.repeat(length - 12)}@example.org`
    const login = async (mail: string, password: string) =>
      (await call('POST', '/auth/login', { email: mail, password })).status
    expect(await login(email(255), 'x'.repeat(128))).toBe(401)
    expect(await login(email(256), 'x')).toBe(400)
    expect(await login(email(20), 'x'.repeat(129))).toBe(400)
    expect(await login(email(20), '')).toBe(400)
    const long = { description: 'x'.repeat(5001) }
    expect((await call('PATCH', `/time-entries/${id}`, { description: 'x'.repeat(5000) })).status).toBe(200)
    expect((await call('PATCH', `/time-entries/${id}`, long)).status).toBe(400)
    expect((await call('POST', '/time-entries', { userId: user.id, ...long })).status).toBe(400)
    expect((await sync(item(long))).status).toBe(400)
    expect((await sync(item({ timezone: 'x'.repeat(65) }))).status).toBe(400)
    expect((await sync(item({ timezone: 'x'.repeat(64) }))).status).toBe(200)
    expect((await call('GET', '/time-entries?limit=1000')).status).toBe(200)
    expect((await call('GET', '/time-entries?limit=1001')).status).toBe(400)
  })

  test('a batch: the status is STOPPED unless it says otherwise; a project or a user that is not there is a 404', async () => {
    const { sync, item } = scene()
    await sync(item())
    expect((await sync(item({ idempotencyKey: OTHER_KEY, projectId: KEY }))).status).toBe(404)
    expect((await sync(item({ idempotencyKey: OTHER_KEY, userId: KEY }))).status).toBe(404)
    expect((await sync(item({ idempotencyKey: OTHER_KEY, projectId: undefined }))).body.message).toBe(
      'Project is required for employees in sync',
    )
    expect((await sync(item())).body).toMatchObject({ created: 0, skipped: 1, entries: [{ action: 'skipped' }] })
  })

  test('a picture for an entry of somebody else is a 403, a heartbeat a 200, a field of neither a 400', async () => {
    const { call, start, older } = scene()
    const timeEntryId = await start()
    const bob = older.signIn(older.addUser('bob@example.org')).access_token
    expect((await call('POST', '/screenshots', { imageData: PICTURE, timeEntryId }, bob)).status).toBe(403)
    expect((await call('PATCH', `/time-entries/${timeEntryId}`, {}, bob)).status).toBe(403)
    expect((await call('POST', '/idle/heartbeat', { isActive: true })).status).toBe(200)
    expect((await call('POST', '/idle/heartbeat', {})).status).toBe(200)
    expect((await call('POST', '/idle/heartbeat', { at: 1 })).status).toBe(400)
  })
})
