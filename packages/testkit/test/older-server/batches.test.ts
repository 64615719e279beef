import { describe, expect, test } from 'vitest'
import { at, KEY, OTHER_KEY, scene } from '../support/older-scene.js'

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
