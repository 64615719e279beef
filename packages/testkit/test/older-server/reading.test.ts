import { describe, expect, test } from 'vitest'
import { at, KEY, OTHER_KEY, scene } from '../support/older-scene.js'

describe('projects at the older server', () => {
  test('/projects includes the archived ones, /projects/active does not', async () => {
    const { call, older } = scene()
    older.addProject('Old', 'ARCHIVED')
    const names = (body: unknown) => (body as { name: string }[]).map(({ name }) => name)
    expect(names((await call('GET', '/projects')).body)).toEqual(['Website', 'Old'])
    expect(names((await call('GET', '/projects/active')).body)).toEqual(['Website'])
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
