import { createEntry, olderFault, pauseEntry, stopEntry } from '@meantime/testkit/older-server'
import { describe, expect, test } from 'vitest'
import { scene } from './support/scene.js'

const MINUTE = 60_000

describe('a server without /sync', () => {
  test('is noticed by asking for nothing, and is served by POST and PATCH', async () => {
    const { kinds, task, clock, row, rows, paths } = scene({ hasSync: false })
    const start = task('start')
    const began = clock.now()
    clock.advance(10 * MINUTE)
    expect(await kinds(start, task('stop', { entryId: start.lane }))).toEqual(['applied', 'applied'])
    expect(row()).toMatchObject({ status: 'STOPPED', startTime: began, duration: 600 })
    expect(rows()).toHaveLength(1)
    const made = ['POST /time-entries/sync', 'POST /time-entries/sync', 'GET /time-entries', 'POST /time-entries']
    expect(paths().slice(0, 4)).toEqual(made)
  })

  test('is remembered, so that the next program does not ask again', async () => {
    const { kinds, task, restart, paths } = scene({ hasSync: false })
    const start = task('start')
    await kinds(start, task('stop', { entryId: start.lane }))
    const asked = paths().length
    restart()
    const next = task('start')
    await kinds(next, task('stop', { entryId: next.lane }))
    expect(paths().slice(asked)).not.toContain('POST /time-entries/sync')
  })

  test('an answer that was lost is looked for before anything is sent again', async () => {
    const { kinds, send, task, older, clock, rows, restart } = scene({ hasSync: false })
    const start = task('start')
    clock.advance(MINUTE)
    const stop = task('stop', { entryId: start.lane })
    older.faults.next(olderFault.pass, { path: '/time-entries/sync' })
    older.faults.next(olderFault.pass, { path: '/time-entries/sync' })
    older.faults.next(olderFault.lost, { method: 'POST', path: '/time-entries' })
    await expect(send(start, stop)).rejects.toThrow()
    restart()
    expect(await kinds(start, stop)).toEqual(['applied', 'applied'])
    expect(rows()).toMatchObject([{ status: 'STOPPED', duration: 60 }])
  })

  test('nor is it made again when somebody has paused and stopped there meanwhile what nobody knows to be ours', async () => {
    const { kinds, send, task, older, user, clock, row, rows, restart } = scene({ hasSync: false })
    const [before, own] = [task('start'), task('start', { payload: { description: '' } })]
    await kinds(before, task('stop', { entryId: before.lane }))
    older.faults.next(olderFault.lost, { method: 'POST', path: '/time-entries' })
    await expect(send(own)).rejects.toThrow()
    clock.advance(10 * MINUTE + 300)
    const [, made] = rows()
    pauseEntry(older.books, user, made?.id ?? '')
    clock.advance(MINUTE)
    stopEntry(older.books, user, made?.id ?? '')
    restart()
    expect(await kinds(own, task('stop', { entryId: own.lane }))).toEqual(['applied', 'applied'])
    expect(rows()).toHaveLength(2)
    const startTime = (own.payload as { occurredAt: number }).occurredAt
    expect(rows()[1]).toMatchObject({ id: made?.id, status: 'STOPPED', startTime, duration: 660 })
    expect(row()?.id).not.toBe(made?.id)
  })

  test('nothing is made again after a backup was restored here, which knows nothing of what was delivered', async () => {
    const { kinds, task, clock, rows, state, restart } = scene({ hasSync: false })
    const start = task('start')
    clock.advance(MINUTE)
    const stop = task('stop', { entryId: start.lane })
    expect(await kinds(start, stop)).toEqual(['applied', 'applied'])
    state.rows.clear()
    restart()
    expect(await kinds(start, stop)).toEqual(['applied', 'applied'])
    expect(rows()).toMatchObject([{ status: 'STOPPED', duration: 60 }])
  })

  test('what somebody else began with the same words, a little later, is never taken for ours', async () => {
    const { kinds, send, task, older, user, clock, rows } = scene({ hasSync: false })
    const [before, own] = [task('start'), task('start')]
    await kinds(before, task('stop', { entryId: before.lane }))
    older.faults.next(olderFault.reset, { method: 'POST', path: '/time-entries' })
    await expect(send(own)).rejects.toThrow()
    clock.advance(MINUTE)
    const description = 'Sample work'
    const { id } = createEntry(older.books, user, { userId: user.id, description })
    clock.advance(MINUTE)
    pauseEntry(older.books, user, id)
    stopEntry(older.books, user, id)
    const theirs = { ...rows().find((row) => row.id === id) }
    expect(await kinds(own, task('stop', { entryId: own.lane }))).toEqual(['applied', 'applied'])
    expect(rows()).toHaveLength(3)
    expect(rows().find((row) => row.id === id)).toEqual(theirs)
  })
})
