import { join } from 'node:path'
import {
  type AccountId,
  type BlobRef,
  type EntryId,
  type EventId,
  isQueueFullError,
  LOCAL_ACCOUNT,
  type TaskId,
  UPLOAD_LEDGER,
} from '@meantime/core'
import Database from 'better-sqlite3'
import { expect, test } from 'vitest'
import { SCHEMA_VERSION } from '../src/file/schema-version.js'
import { openForTest, tempFolder, writeFileOf101 } from './support/open-app.js'

const ANN = '0190a000-0000-7000-8000-00000000000a' as AccountId
const REASON = { code: 'test', message: 'Said by the test.' }
const MINUTE = 60_000

const blob = (letter: string): BlobRef => ({ sha256: letter.repeat(64), bytes: 10, mediaType: 'image/png' })

async function scene(options: { capacity?: number; file?: string } = {}) {
  const opened = await openForTest({ file: join(tempFolder(), 'a.db'), ...options })
  const { journal, queue, newId, clock, app, file } = opened
  const ledger = app.get(UPLOAD_LEDGER)
  const event = async (entryId: EntryId, type: 'start' | 'stop', account = ANN) => {
    const id = newId() as EventId
    const common = { id, entryId, occurredAt: clock.now() }
    const draft = type === 'start' ? { ...common, type, description: '', project: null } : { ...common, type }
    await journal.record(account, () => [draft])
    return id
  }
  const shoot = async (letter: string, entryId?: EntryId, account = ANN) => {
    const id = newId() as TaskId
    const draft = { id, account, entityType: 'screenshot', payload: { sha256: letter }, blob: blob(letter) } as const
    await queue.enqueue(entryId === undefined ? draft : { ...draft, entryId })
    return id
  }
  const claim = async () => {
    const lease = await queue.claim({ account: ANN, limit: 100 })
    return { lease, ids: lease?.tasks.map(({ id }) => id) ?? [] }
  }
  const deliver = async () => {
    const { lease, ids } = await claim()
    if (lease)
      await queue.settle(
        lease.token,
        ids.map((id) => ({ id, result: 'sent' })),
      )
    return ids
  }
  const inUse = async () =>
    [...(await ledger.inUse())]
      .map((sha256) => sha256[0])
      .sort()
      .join('')
  const due = async () => (await ledger.due(ANN, 10)).map(({ sha256 }) => sha256[0]).join('')
  const reasonOf = async (id: TaskId) => (await queue.task(id))?.reason?.code
  return { queue, ledger, event, shoot, claim, deliver, inUse, due, reasonOf, newId, clock, journal, file }
}

test.each(['upload first', 'start first'])(
  'a screenshot goes when its start is sent and its picture uploaded: %s',
  async (order) => {
    const { event, shoot, deliver, ledger, newId, reasonOf } = await scene()
    const entry = newId() as EntryId
    const start = await event(entry, 'start')
    const shot = await shoot('a', entry)
    expect(await reasonOf(shot)).toBe('WAITS_FOR_UPLOAD')
    if (order === 'upload first') {
      await ledger.uploaded(ANN, blob('a').sha256)
      expect(await reasonOf(shot)).toBe('WAITS_FOR_START')
      expect(await deliver()).toEqual([start])
    } else {
      expect(await deliver()).toEqual([start])
      expect(await deliver()).toEqual([])
      await ledger.uploaded(ANN, blob('a').sha256)
    }
    expect(await deliver()).toEqual([shot])
  },
)

test('a picture is named for as long as an open task needs it, and not longer', async () => {
  const { shoot, deliver, ledger, inUse, queue, claim } = await scene()
  const first = await shoot('a')
  await shoot('a')
  const third = await shoot('b')
  const fourth = await shoot('c')
  expect(await inUse()).toBe('abc')
  await queue.cancel([first, third])
  expect(await inUse()).toBe('ac')
  await ledger.uploaded(ANN, blob('a').sha256)
  expect((await deliver()).length).toBe(1)
  expect(await inUse()).toBe('c')
  await ledger.uploaded(ANN, blob('c').sha256)
  const { lease } = await claim()
  if (lease) await queue.settle(lease.token, [{ id: fourth, result: 'dead', reason: REASON }])
  // A person may still try it again.
  expect(await inUse()).toBe('c')
  await queue.cancel([fourth])
  expect(await inUse()).toBe('')
})

test('an evicted screenshot names its picture no more; a refused one never did', async () => {
  const { shoot, event, inUse, newId } = await scene({ capacity: 2 })
  await shoot('a')
  await shoot('b')
  await expect(shoot('c')).rejects.toSatisfy(isQueueFullError)
  expect(await inUse()).toBe('ab')
  await event(newId() as EntryId, 'start')
  expect(await inUse()).toBe('b')
})

test('tasks with one content make one upload, oldest first', async () => {
  const { shoot, due, ledger, deliver } = await scene()
  await shoot('b')
  await shoot('a')
  await shoot('b')
  expect(await due()).toBe('ba')
  await ledger.uploaded(ANN, blob('b').sha256)
  expect(await due()).toBe('a')
  expect((await deliver()).length).toBe(2)
})

test('an upload that failed backs off alone, also over a restart of the clock, and a person ends the wait', async () => {
  const { shoot, due, ledger, clock, queue, reasonOf } = await scene()
  const shot = await shoot('a')
  await shoot('b')
  await ledger.failed(ANN, blob('a').sha256, { notBefore: clock.now() + MINUTE, reason: REASON })
  expect(await due()).toBe('b')
  expect(await ledger.nextDueAt(ANN)).toBe(0)
  await ledger.uploaded(ANN, blob('b').sha256)
  expect(await ledger.nextDueAt(ANN)).toBe(clock.now() + MINUTE)
  expect(await queue.task(shot)).toMatchObject({ reason: REASON, notBefore: clock.now() + MINUTE, attempts: 0 })
  expect(await queue.retry(ANN, [])).toBe(1)
  expect(await due()).toBe('a')
  await ledger.failed(ANN, blob('a').sha256, { notBefore: clock.now() + 60 * MINUTE, reason: REASON })
  expect(await due()).toBe('a')
  expect((await ledger.due(ANN, 1))[0]?.failures).toBe(2)
  expect(await reasonOf(shot)).toBe('test')
})

test('where an upload was begun is remembered, until it is complete or lost', async () => {
  const { shoot, ledger, deliver } = await scene()
  const shot = await shoot('a')
  await ledger.begun(ANN, blob('a').sha256, 'upload-1')
  expect(await ledger.due(ANN, 1)).toMatchObject([{ uploadId: 'upload-1', bytes: 10, mediaType: 'image/png' }])
  await ledger.uploaded(ANN, blob('a').sha256)
  await ledger.uploadAgain([shot])
  expect(await deliver()).toEqual([])
  expect(await ledger.due(ANN, 1)).not.toHaveProperty('0.uploadId')
  await ledger.uploaded(ANN, blob('a').sha256)
  expect(await deliver()).toEqual([shot])
})

test('content that can never be uploaded parks its own tasks; tried again by hand they wait for their upload', async () => {
  const { shoot, event, ledger, deliver, queue, newId, reasonOf, due } = await scene()
  const entry = newId() as EntryId
  const start = await event(entry, 'start')
  const shots = [await shoot('a', entry), await shoot('a')]
  const stop = await event(entry, 'stop')
  expect(await ledger.parked(ANN, blob('a').sha256, REASON)).toBe(2)
  expect(await due()).toBe('')
  expect(await deliver()).toEqual([start, stop])
  for (const id of shots) expect(await queue.task(id)).toMatchObject({ state: 'dead', reason: REASON })
  expect(await queue.retry(ANN)).toBe(2)
  expect(await deliver()).toEqual([])
  expect(await reasonOf(shots[0] as TaskId)).toBe('WAITS_FOR_UPLOAD')
  await ledger.uploaded(ANN, blob('a').sha256)
  expect((await deliver()).sort()).toEqual([...shots].sort())
})

test('work adopted from nobody takes its uploads along', async () => {
  const { shoot, journal, due, inUse } = await scene()
  await shoot('a', undefined, LOCAL_ACCOUNT)
  expect(await due()).toBe('')
  await journal.adopt(ANN)
  expect(await due()).toBe('a')
  expect(await inUse()).toBe('a')
})

test('a file of version 101 is upgraded with everything in it, and takes screenshots then', async () => {
  const path = join(tempFolder(), 'old.db')
  const source = await openForTest({ file: join(tempFolder(), 'new.db') })
  await source.journal.record(ANN, () => [
    {
      id: source.newId() as EventId,
      entryId: source.newId() as EntryId,
      occurredAt: source.clock.now(),
      type: 'start',
      description: 'kept',
      project: null,
    },
  ])
  await writeFileOf101(path)
  const old = new Database(path)
  old.exec(`ATTACH '${join(source.file.settings.file)}' AS new`)
  for (const table of ['meta', 'events', 'entries', 'lanes', 'tasks'])
    old.exec(`INSERT INTO ${table} SELECT * FROM new.${table}`)
  old.close()

  const { queue, shoot, ledger, deliver, file } = await scene({ file: path })
  expect(await file.read(({ database }) => database.pragma('user_version', { simple: true }))).toBe(SCHEMA_VERSION)
  expect(await queue.counts(ANN)).toMatchObject({ pending: 1 })
  const shot = await shoot('a')
  await ledger.uploaded(ANN, blob('a').sha256)
  expect(await deliver()).toHaveLength(2)
  expect((await queue.task(shot))?.state).toBe('sent')
})
