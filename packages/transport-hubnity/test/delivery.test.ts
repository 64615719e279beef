import { createEntry, olderFault } from '@meantime/testkit/older-server'
import { describe, expect, test } from 'vitest'
import { scene } from './support/scene.js'

const MINUTE = 60_000

describe('an entry that was made offline', () => {
  test('arrives stopped, with its own start, end and worked time, by one request', async () => {
    const { kinds, task, clock, row, rows, paths } = scene()
    const start = task('start')
    const began = clock.now()
    clock.advance(10 * MINUTE)
    const pause = task('pause', { entryId: start.lane })
    clock.advance(30 * MINUTE)
    const resume = task('resume', { entryId: start.lane })
    clock.advance(5 * MINUTE)
    const stop = task('stop', { entryId: start.lane })
    clock.advance(600 * MINUTE)
    expect(await kinds(start, pause, resume, stop)).toEqual(['applied', 'applied', 'applied', 'applied'])
    expect(rows()).toHaveLength(1)
    expect(row()).toMatchObject({
      status: 'STOPPED',
      startTime: began,
      endTime: began + 45 * MINUTE + 3,
      duration: 900,
    })
    expect(paths()).toEqual(['POST /time-entries/sync'])
  })

  test('one that takes no time is given the shortest that the server takes', async () => {
    const { kinds, task, clock, row } = scene()
    const start = task('start')
    const stop = task('stop', { entryId: start.lane, payload: { occurredAt: clock.now() } })
    expect(await kinds(start, stop)).toEqual(['applied', 'applied'])
    expect(row()).toMatchObject({ duration: 0, endTime: (row()?.startTime ?? 0) + 1 })
  })

  test('made and deleted before it was sent, the server never hears of it', async () => {
    const { kinds, task, older } = scene()
    const start = task('start')
    expect(await kinds(start, task('delete', { entryId: start.lane }))).toEqual(['applied', 'applied'])
    expect(older.requests).toEqual([])
  })

  test('when the first part of it is delivered alone, it never seems to run', async () => {
    const { kinds, task, journal, row, older } = scene()
    const start = task('start')
    journal.set(start.lane, { state: 'stopped' })
    await kinds(start)
    expect(row()).toMatchObject({ status: 'STOPPED', duration: 0 })
    const stop = task('stop', { entryId: start.lane })
    await kinds(stop)
    expect(older.requests.some(({ path }) => path === '/time-entries/active')).toBe(false)
    expect(row()?.endTime).toBe((stop.payload as { occurredAt: number }).occurredAt)
  })
})

describe('an entry that runs', () => {
  test('runs at the server too, is paused there, goes on and ends with the times of here', async () => {
    const { kinds, task, clock, row, rows } = scene()
    const start = task('start')
    const began = clock.now()
    await kinds(start)
    expect(row()).toMatchObject({ status: 'RUNNING', startTime: began })
    clock.advance(10 * MINUTE)
    const pause = task('pause', { entryId: start.lane })
    clock.advance(3 * MINUTE) // It is delivered late.
    await kinds(pause)
    expect(row()).toMatchObject({ status: 'PAUSED', duration: 600 })
    clock.advance(10 * MINUTE)
    const resume = task('resume', { entryId: start.lane })
    const resumed = clock.now()
    clock.advance(MINUTE)
    await kinds(resume)
    // What was worked before is in the duration, so that the server's own clock shows the right time.
    expect(row()).toMatchObject({ status: 'RUNNING', startTime: resumed, duration: 600 })
    clock.advance(5 * MINUTE)
    const stop = task('stop', { entryId: start.lane })
    const ended = clock.now()
    clock.advance(20 * MINUTE)
    await kinds(stop)
    expect(row()).toMatchObject({ status: 'STOPPED', startTime: began, endTime: ended, duration: 960 })
    expect(rows()).toHaveLength(1)
  })

  test('a pause that the server made by itself is no error, and its time is not taken over', async () => {
    const { kinds, task, clock, row, older } = scene({ autoPauseAfterMs: 5 * MINUTE })
    const start = task('start')
    await kinds(start)
    clock.advance(8 * MINUTE)
    older.pauseIdle()
    expect(row()?.status).toBe('PAUSED')
    const pause = task('pause', { entryId: start.lane })
    expect(await kinds(pause)).toEqual(['applied'])
    expect(row()).toMatchObject({ status: 'PAUSED', duration: 480 })
  })

  test('one that somebody stopped at the server is not set running again, and ends with the times of here', async () => {
    const { kinds, task, clock, row, older } = scene()
    const start = task('start')
    await kinds(start)
    clock.advance(5 * MINUTE)
    Object.assign(row() ?? {}, { status: 'STOPPED', endTime: older.now, duration: 300 })
    clock.advance(5 * MINUTE)
    await kinds(task('edit', { entryId: start.lane }))
    expect(row()).toMatchObject({ status: 'STOPPED', description: 'Changed' })
    const stop = task('stop', { entryId: start.lane })
    await kinds(stop)
    expect(row()).toMatchObject({ endTime: clock.now(), duration: 600 })
  })

  test('while another program has one running it waits, and that one is left alone', async () => {
    const { send, kinds, task, older, user, rows } = scene()
    const other = createEntry(older.books, user, { userId: user.id, description: 'Somebody else' })
    const start = task('start')
    expect(await send(start)).toMatchObject([
      { kind: 'retry', afterMs: 30_000, reason: { code: 'other-entry-active' } },
    ])
    expect(other.status).toBe('RUNNING')
    // Over, it does not mind.
    expect(await kinds(start, task('stop', { entryId: start.lane }))).toEqual(['applied', 'applied'])
    expect(other.status).toBe('RUNNING')
    expect(rows()).toHaveLength(2)
  })

  test('an admin is not disturbed by what runs elsewhere in the company', async () => {
    const { kinds, task, older, user } = scene({ role: 'ADMIN' })
    const bob = older.addUser('bob@example.org')
    const theirs = createEntry(older.books, user, { userId: bob.id, projectId: older.addProject('Website').id })
    expect(await kinds(task('start'))).toEqual(['applied'])
    expect(theirs.status).toBe('RUNNING')
  })

  test('a switch ends one and begins the next, in whatever order they come', async () => {
    const { kinds, task, clock, rows } = scene()
    const first = task('start')
    await kinds(first)
    clock.advance(10 * MINUTE)
    const stop = task('stop', { entryId: first.lane })
    const second = task('start', { payload: { description: 'Second' } })
    await kinds(second)
    await kinds(stop)
    expect(rows().map(({ status }) => status)).toEqual(['STOPPED', 'RUNNING'])
    expect(rows()[0]?.duration).toBe(600)
  })
})

describe('a deleted entry', () => {
  test('is left at the server without any time, and says what it is', async () => {
    const { kinds, task, clock, row } = scene()
    const start = task('start')
    clock.advance(10 * MINUTE)
    await kinds(start, task('stop', { entryId: start.lane }))
    expect(await kinds(task('delete', { entryId: start.lane }))).toEqual(['applied'])
    expect(row()).toMatchObject({ status: 'STOPPED', duration: 0, description: '[deleted] Sample work' })
  })
})

describe('an answer that is lost', () => {
  test.each(['lost', 'reset', 'truncated', 'late'] as const)(
    '%s: sent again, also by another program, it is there once',
    async (how) => {
      const { kinds, send, task, older, restart, rows } = scene()
      const start = task('start')
      const stop = task('stop', { entryId: start.lane })
      older.faults.next(olderFault[how])
      await expect(send(start, stop)).rejects.toThrow()
      restart()
      expect(await kinds(start, stop)).toEqual(['applied', 'applied'])
      await older.lateNow()
      expect(rows()).toHaveLength(1)
    },
  )

  test('a start that was lost and has been stopped since is no phantom', async () => {
    const { kinds, send, task, older, clock, rows } = scene()
    const start = task('start')
    older.faults.next(olderFault.lost, { path: '/time-entries/sync' })
    await expect(send(start)).rejects.toThrow()
    expect(rows()[0]?.status).toBe('RUNNING')
    clock.advance(10 * MINUTE)
    expect(await kinds(start, task('stop', { entryId: start.lane }))).toEqual(['applied', 'applied'])
    expect(rows()).toMatchObject([{ status: 'STOPPED', duration: 600 }])
  })

  test('many that were lost together are compared by one list, and only what differs is changed', async () => {
    const { kinds, send, task, older, clock, paths, rows } = scene()
    const tasks = Array.from({ length: 6 }, () => {
      const start = task('start')
      clock.advance(MINUTE)
      return [start, task('stop', { entryId: start.lane })]
    }).flat()
    older.faults.next(olderFault.lost)
    await expect(send(...tasks)).rejects.toThrow()
    Object.assign(rows()[2] ?? {}, { description: 'Somebody changed it' })
    expect(new Set(await kinds(...tasks))).toEqual(new Set(['applied']))
    expect(paths()).toEqual(
      ['POST /time-entries/sync', 'POST /time-entries/sync', 'GET /time-entries', 'PATCH /time-entries/:id'].map(
        (path) => expect.stringContaining(path),
      ),
    )
    expect(rows().map(({ description }) => description)).toEqual(Array(6).fill('Sample work'))
  })

  test('what counts as delivered and is gone at the server is made again from its start', async () => {
    const { kinds, task, older, rows } = scene()
    const start = task('start')
    const stop = task('stop', { entryId: start.lane })
    await kinds(start, stop)
    older.tables.entries = []
    expect(await kinds(stop)).toEqual(['blocked'])
    expect(await kinds(start, stop)).toEqual(['applied', 'applied'])
    expect(rows()).toHaveLength(1)
  })

  test('what somebody changed at the server after it was delivered stays as they left it', async () => {
    const { kinds, task, row } = scene()
    const start = task('start')
    const stop = task('stop', { entryId: start.lane })
    await kinds(start, stop)
    Object.assign(row() ?? {}, { description: 'Corrected by the office' })
    expect(await kinds(start, stop)).toEqual(['duplicate', 'duplicate'])
    expect(row()?.description).toBe('Corrected by the office')
  })
})
