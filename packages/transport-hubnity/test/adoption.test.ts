import { foreignIdKey, type TaskId } from '@meantime/core'
import { createEntry, olderFault } from '@meantime/testkit/older-server'
import { expect, test } from 'vitest'
import { SERVER, scene } from './support/scene.js'

const MINUTE = 60_000

/** The former client has begun an entry at the server; its end, ten minutes later, comes from here. */
async function halfThere(options: Parameters<typeof scene>[0] = {}) {
  const one = scene(options)
  const { older, user, task, clock, state } = one
  const { id } = createEntry(older.books, user, { userId: user.id, description: 'Sample work' })
  const start = task('start')
  clock.advance(10 * MINUTE)
  const stop = task('stop', { entryId: start.lane })
  await state.set(foreignIdKey(start.lane), id)
  const { occurredAt: startTime } = start.payload as { occurredAt: number }
  return { ...one, id, start, stop, startTime }
}

test.each([true, false])(
  'what the former client has begun goes on as the one that is there (/sync: %s)',
  async (hasSync) => {
    const { kinds, start, stop, rows, id, startTime } = await halfThere({ hasSync })
    expect(await kinds(start, stop)).toEqual(['applied', 'applied'])
    expect(rows()).toMatchObject([{ id, status: 'STOPPED', startTime, duration: 600 }])
  },
)

test('also when it was stopped there meanwhile, when the answer is lost, and in batches of one', async () => {
  const { kinds, send, start, stop, rows, older, id, startTime, restart } = await halfThere()
  older.faults.next(olderFault.lost)
  await expect(send(start)).rejects.toThrow()
  older.faults.next(olderFault.pass)
  older.faults.next(olderFault.lost)
  await expect(send(start)).rejects.toThrow()
  restart()
  expect(await kinds(start)).toEqual(['applied'])
  expect(await kinds(stop)).toEqual(['applied'])
  expect(rows()).toMatchObject([{ id, status: 'STOPPED', startTime, duration: 600 }])
})

test('a picture that the former client has delivered of it is not taken for one of ours whose answer was lost', async () => {
  const { kinds, send, start, stop, older, user, id, blobs, clock } = await halfThere()
  const jpeg = (text: string) => Buffer.concat([Buffer.from([0xff, 0xd8, 0xff, 0xe0]), Buffer.from(text)])
  const { access_token: bearer } = older.signIn(user)
  const theirs = { imageData: jpeg('theirs').toString('base64'), timeEntryId: id }
  const headers = { authorization: `Bearer ${bearer}` }
  const request = new Request(`${SERVER}/screenshots`, { method: 'POST', headers, body: JSON.stringify(theirs) })
  expect((await older.handle(request, '/api/v1'))?.status).toBe(201)
  await kinds(start, stop)
  const task = '0190b000-0000-7000-9000-000000000001' as TaskId
  const stored = await blobs.put(jpeg('ours'))
  const payload = { id: task, entryId: start.lane, takenAt: clock.now(), mediaType: 'image/jpeg', ...stored }
  const shot = { id: task, lane: task, entityType: 'screenshot' as const, payload, attempts: 0 }
  older.faults.next(olderFault.reset, { method: 'POST', path: '/screenshots' })
  await expect(send(shot)).rejects.toThrow()
  expect(await kinds(shot)).toEqual(['applied'])
  expect(older.tables.screenshots).toHaveLength(2)
})

test('at another server, which knows no such entry, it is made whole', async () => {
  const { kinds, start, stop, rows, older, startTime } = await halfThere()
  older.tables.entries = []
  expect(await kinds(start, stop)).toEqual(['applied', 'applied'])
  expect(rows()).toMatchObject([{ status: 'STOPPED', startTime, duration: 600 }])
})

test('an entry of somebody else is never taken for it, also where this account could change it', async () => {
  const { kinds, start, stop, rows, older, id } = await halfThere()
  const other = older.addUser('bob@example.org')
  const theirs = older.tables.entries.find((row) => row.id === id)
  Object.assign(theirs ?? {}, { userId: other.id })
  const before = { ...theirs }
  expect(await kinds(start, stop)).toEqual(['applied', 'applied'])
  expect(rows()).toMatchObject([{ status: 'STOPPED', duration: 600 }])
  expect(older.tables.entries.find((row) => row.id === id)).toEqual(before)
})
