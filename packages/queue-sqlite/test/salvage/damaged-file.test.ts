import { readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { type EntryId, LOCAL_ACCOUNT, STATE_STORE, type TaskId } from '@meantime/core'
import Database from 'better-sqlite3'
import { describe, expect, test } from 'vitest'
import { queueReport } from '../../src/index.js'
import {
  ANN,
  asideIn,
  change,
  closedFile,
  eventIds,
  leavesOf,
  noticeOf,
  PAGE,
  toggle,
  wipe,
} from '../support/damaged-file.js'
import { writeLegacyFile } from '../support/legacy-file.js'
import { openForTest, tempFolder } from '../support/open-app.js'

describe('a damaged file', () => {
  test('gives back every row but those on the page that is gone, and says how many those are', async () => {
    const { file, ids } = await closedFile()
    const [, second] = leavesOf(file, 'events')
    wipe(file, second ?? 0)
    wipe(file, leavesOf(file, 'tasks')[1] ?? 0)
    const world = await openForTest({ file })
    const kept = await eventIds(world)
    const notice = await noticeOf(world)
    expect(ids).toEqual(expect.arrayContaining(kept))
    expect(kept.length).toBeGreaterThan(20)
    expect(notice).toMatchObject({ failed: false, file: asideIn(file)[0], lostEvents: ids.length - kept.length })
    expect(world.logger.lines).toContainEqual(expect.objectContaining({ level: 'warn' }))
    expect(await world.file.read(({ database }) => database.pragma('integrity_check', { simple: true }))).toBe('ok')
    await toggle(world)
  })

  test('takes an event from its task when the journal lost it, and has it pending when its task is lost', async () => {
    const { file, ids } = await closedFile()
    wipe(file, leavesOf(file, 'events')[0] ?? 0)
    const world = await openForTest({ file })
    expect(await eventIds(world)).toEqual(ids)
    expect((await noticeOf(world))?.unchecked).toBeGreaterThan(0)
    await world.app.stop()

    wipe(file, leavesOf(file, 'tasks')[0] ?? 0)
    const again = await openForTest({ file })
    expect(await eventIds(again)).toEqual(ids)
    expect((await again.queue.tasks({ states: ['pending'], limit: 100 })).map(({ id }) => id)).toEqual(ids)
    expect(asideIn(file)).toHaveLength(2)
  })

  test('does not offer again what was delivered when only something else is damaged', async () => {
    const { file, ids } = await closedFile({ sent: 20 })
    const database = new Database(file)
    database.exec("DELETE FROM tasks WHERE state = 'sent' AND seq < 10")
    database.close()
    wipe(file, leavesOf(file, 'events_by_entry')[0] ?? 0)
    const world = await openForTest({ file })
    expect(await eventIds(world)).toEqual(ids)
    expect((await world.queue.tasks({ states: ['pending'], limit: 100 })).map(({ id }) => id)).toEqual(ids.slice(20))
  })

  test('keeps what waits, what is parked, what was given up, shared state and the device', async () => {
    const file = join(tempFolder(), 'a.db')
    const first = await openForTest({ file, capacity: 4 })
    await toggle(first)
    const entryId = (await first.journal.open(ANN))?.id as EntryId
    const shots = [first.newId(), first.newId(), first.newId()] as TaskId[]
    for (const id of shots)
      await first.queue.enqueue({ id, account: ANN, entityType: 'screenshot', entryId, payload: { id } })
    await toggle(first)
    const lease = await first.queue.claim({ account: ANN, limit: 1 })
    const id = lease?.tasks[0]?.id as TaskId
    await first.queue.settle(lease?.token as never, [{ id, result: 'dead', reason: { code: 'NO', message: 'No.' } }])
    await first.app.get(STATE_STORE).set('last', { n: 1 })
    const before = [await first.queue.tasks({}), await first.queue.counts(), first.journal.deviceId]
    await first.app.stop()
    const { days: _days, ...report } = await queueReport(file)
    wipe(file, leavesOf(file, 'entries_by_start')[0] ?? 0)

    const world = await openForTest({ file, capacity: 4 })
    expect([await world.queue.tasks({}), await world.queue.counts(), world.journal.deviceId]).toEqual(before)
    expect(await world.app.get(STATE_STORE).get('last')).toEqual({ n: 1 })
    expect(await queueReport(file)).toMatchObject(report)
    expect((await noticeOf(world))?.lostTasks).toBe(0)
    await world.queue.retry(ANN)
    expect((await world.queue.claim({ account: ANN, limit: 10 }))?.tasks).toHaveLength(2)
  })

  test('whose newest changes are lost with its -wal says so', async () => {
    const { file } = await closedFile()
    const world = await openForTest({ file })
    await toggle(world)
    for (const suffix of ['', '-wal', '-shm', '.sound'])
      writeFileSync(join(dirname(file), `b.db${suffix}`), readFileSync(file + suffix))
    const copy = join(dirname(file), 'b.db')
    change(`${copy}-wal`, (bytes) => void bytes.fill(0x55, 100, 200))
    const opened = await openForTest({ file: copy })
    expect(await noticeOf(opened)).toMatchObject({ failed: false, lostPages: expect.any(Number) })
    expect((await noticeOf(opened))?.lostPages).toBeGreaterThan(0)
    expect((await eventIds(opened)).length).toBeGreaterThanOrEqual(40)
  })

  test('has an entry whose stop is lost end where it ended', async () => {
    const file = join(tempFolder(), 'a.db')
    const first = await openForTest({ file })
    await toggle(first)
    const stop = await toggle(first)
    const ended = first.clock.now()
    await first.app.stop()
    const database = new Database(file)
    database.exec('DROP TRIGGER events_never_go')
    database.prepare('DELETE FROM events WHERE id = ?').run(stop)
    database.prepare('DELETE FROM tasks WHERE id = ?').run(stop)
    database.close()
    wipe(file, leavesOf(file, 'entries_by_start')[0] ?? 0)
    const world = await openForTest({ file }, { clock: first.clock })
    expect(await world.journal.entries({ account: ANN })).toMatchObject([{ state: 'stopped', endedAt: ended }])
    expect(await noticeOf(world)).toMatchObject({ lostEvents: 1, stopped: 1 })
    expect(await world.queue.counts()).toMatchObject({ pending: 2 })
  })

  test('that was changed in a text, which SQLite does not notice, is found, and the text is taken from the queue', async () => {
    const { file, ids } = await closedFile({ count: 4 })
    change(file, (bytes) => {
      for (const at of [bytes.indexOf('{"description":"Work 2')]) bytes.write('K', at + '{"description":"'.length)
    })
    const world = await openForTest({ file })
    expect(asideIn(file)).toHaveLength(1)
    expect(await eventIds(world)).toEqual(ids)
    const entries = await world.journal.entries({ account: ANN })
    expect(entries.map(({ description }) => description.slice(0, 6))).toEqual(['Work 2', 'Work 0'])
  })
})

test('a damaged file of the predecessor is salvaged and then taken over like any other', async () => {
  const file = join(tempFolder(), 'old.db')
  const start = (n: number) => ({
    payload: { projectId: 'p', userId: 'u', description: `Old ${n} ${'x'.repeat(500)}` },
  })
  const old = writeLegacyFile(
    file,
    'newest',
    Array.from({ length: 40 }, (_, n) => start(n)),
  )
  old.pragma('wal_checkpoint(TRUNCATE)')
  old.close()
  change(file, (bytes) => void bytes.fill(0, 0, PAGE))
  const world = await openForTest({ file })
  const entries = await world.journal.entries({ account: LOCAL_ACCOUNT })
  expect(entries.length).toBe(40)
  expect(await noticeOf(world)).toMatchObject({ failed: false, file: asideIn(file)[0] })
})
