import { chmodSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { type AccountId, CHANGE_FEED, type EntryId, type EventId, LOCKS, type TaskId } from '@meantime/core'
import { ManualClock } from '@meantime/testkit'
import { describe, expect, test } from 'vitest'
import type { Connection } from '../src/file/connection.js'
import { child } from './support/child.js'
import { writeLegacyFile } from './support/legacy-file.js'
import { openApp, openForTest, tempFolder } from './support/open-app.js'

const ANN = 'ann' as AccountId

async function freshFile(): Promise<string> {
  const file = join(tempFolder(), 'a.db')
  const { app } = await openApp({ file })
  await app.stop()
  return file
}

const rows = (connection: Connection, text: string) => connection.sql<Record<string, unknown>>(text).all()

describe('several programs on one file', () => {
  test('200 events recorded by 4 of them at once all land, in one order', async () => {
    const file = await freshFile()
    const results = await Promise.all([1, 2, 3, 4].map(() => child('record', file, { count: 50 })))
    expect(results.map(({ exitCode }) => exitCode)).toEqual([0, 0, 0, 0])
    const acknowledged = results.flatMap(({ stdout }) => stdout)
    expect(acknowledged).toHaveLength(200)

    const { file: opened, queue } = await openForTest({ file })
    const events = await opened.read((connection) => rows(connection, 'SELECT id, seq, type FROM events ORDER BY seq'))
    expect(new Set(events.map(({ id }) => id))).toEqual(new Set(acknowledged))
    expect(new Set(events.map(({ seq }) => seq)).size).toBe(200)
    // Each decision saw what all the others had done before it.
    expect(events.map(({ type }) => type)).toEqual(
      Array.from({ length: 200 }, (_, n) => (n % 2 === 0 ? 'start' : 'stop')),
    )
    expect(await queue.counts(ANN)).toMatchObject({ pending: 200 })
  }, 60_000)

  test('4 of them opening a file that is not there yet all succeed', async () => {
    const file = join(tempFolder(), 'folder', 'a.db')
    const results = await Promise.all([1, 2, 3, 4].map(() => child('record', file, { count: 5 })))
    expect(results.map(({ stdout, exitCode }) => [stdout.length, exitCode])).toEqual(Array(4).fill([5, 0]))
    const { file: opened } = await openForTest({ file })
    const devices = await opened.read((connection) => rows(connection, 'SELECT DISTINCT device_id FROM events'))
    expect(devices).toEqual([{ device_id: opened.deviceId }])
  }, 60_000)

  test("4 of them opening a predecessor's file take its work over once", async () => {
    const file = join(tempFolder(), 'a.db')
    writeLegacyFile(file, 'newest', [{ payload: { description: 'Old' } }]).close()
    const results = await Promise.all([1, 2, 3, 4].map(() => child('lock', file)))
    expect(results.map(({ exitCode }) => exitCode)).toEqual([0, 0, 0, 0])
    const { queue } = await openForTest({ file })
    expect((await queue.counts()).pending).toBe(1)
  }, 60_000)

  test('what one is delivering is lent to no other', async () => {
    const file = await freshFile()
    await child('record', file, { count: 20 })
    const claims = await Promise.all([1, 2, 3].map(() => child('claim', file)))
    const ids = claims.flatMap(({ stdout }) => stdout).filter((line) => line !== '')
    expect(ids).toHaveLength(20)
    expect(new Set(ids).size).toBe(20)
  }, 60_000)

  test('of those that want a lock one gets it', async () => {
    const file = await freshFile()
    const answers = (await Promise.all([1, 2, 3].map(() => child('lock', file)))).flatMap(({ stdout }) => stdout)
    expect(answers.sort()).toEqual(['epoch 1', 'held', 'held'])
  }, 60_000)

  test('a lock is not shown as held by a program that was killed, though it is not free before its time', async () => {
    const file = await freshFile()
    const { app } = await openForTest({ file }, { clock: new ManualClock(Date.now()) })
    const locks = app.get(LOCKS)
    expect(await locks.isHeld?.('leader')).toBe(false)
    const holder = child('hold', file)
    // It says nothing before it has the lock.
    await new Promise((resolve) => holder.stdout.once('data', resolve))
    expect(await locks.isHeld?.('leader')).toBe(true)
    holder.kill('SIGKILL')
    await holder
    expect(await locks.isHeld?.('leader')).toBe(false)
    expect(await locks.tryAcquire('leader', 60_000)).toBeUndefined()
  }, 60_000)

  test('a listener is told of a commit by another program, and of one of its own', async () => {
    const file = await freshFile()
    const { app, journal, newId } = await openForTest({ file })
    let told = (): void => undefined
    const next = () =>
      new Promise<void>((resolve) => {
        told = resolve
      })
    const unsubscribe = app.get(CHANGE_FEED).onChange(() => told())
    const foreign = next()
    await child('record', file)
    await foreign

    const own = next()
    await journal.record(ANN, ({ open }) => [
      { id: newId() as EventId, entryId: open?.id as EntryId, occurredAt: 0, type: 'stop' },
    ])
    await own
    unsubscribe()
  }, 60_000)

  test('a claim that finds nothing tells nobody', async () => {
    const { app, queue } = await openForTest({ file: await freshFile() })
    let told = 0
    app.get(CHANGE_FEED).onChange(() => {
      told += 1
    })
    await new Promise((resolve) => setImmediate(resolve))
    const before = told
    await queue.claim({ account: ANN, limit: 10 })
    await app.get(LOCKS).tryAcquire('leader', 1000)
    await new Promise((resolve) => setImmediate(resolve))
    expect(told).toBe(before)
  })
})

describe('a program that is killed', () => {
  test('has lost nothing that it acknowledged, and leaves a sound file', async () => {
    const file = await freshFile()
    const acknowledged: string[] = []
    for (const lines of [1, 7, 40]) {
      const program = child('record', file, { count: 100_000 })
      const mine: string[] = []
      for await (const line of program) {
        mine.push(line)
        if (mine.length === lines) program.kill('SIGKILL')
      }
      expect((await program).signal).toBe('SIGKILL')
      acknowledged.push(...mine)
    }
    const { file: opened, queue } = await openForTest({ file })
    for (const id of acknowledged) expect(await queue.task(id as TaskId), id).toMatchObject({ state: 'pending' })
    expect(acknowledged.length).toBeGreaterThanOrEqual(48)
    const unmatched = await opened.read((connection) =>
      rows(
        connection,
        'SELECT id FROM events EXCEPT SELECT id FROM tasks UNION ALL SELECT id FROM tasks EXCEPT SELECT id FROM events',
      ),
    )
    expect(unmatched).toEqual([])
    expect(await opened.read(({ database }) => database.pragma('integrity_check', { simple: true }))).toBe('ok')
  }, 60_000)
})

describe('a start', () => {
  test('on an up-to-date file loads no TypeORM; on a new one it does', async () => {
    const file = join(tempFolder(), 'a.db')
    expect((await child('modules', file)).stdout).toEqual(['typeorm'])
    expect((await child('modules', file)).stdout).toEqual(['lean'])
  }, 60_000)
})

describe('a folder without write access', () => {
  test('is a clear error, for a new file and for one that is there', async () => {
    const file = await freshFile()
    const folder = dirname(file)
    chmodSync(folder, 0o555)
    const as = { env: { AS_NOBODY: '1' } }
    try {
      const there = await child('record', file, as)
      expect(there.stdout[0]).toMatch(/^storage DATABASE_(READ_ONLY|CANNOT_OPEN)$/)
      const missing = await child('record', join(folder, 'b.db'), as)
      expect(missing.stdout[0]).toMatch(/^storage DATABASE_(READ_ONLY|CANNOT_OPEN)$/)
    } finally {
      chmodSync(folder, 0o755)
    }
  }, 60_000)
})

describe('a database that another program keeps busy', () => {
  test('is decided upon only under the write lock: what was read is still so when it is written', async () => {
    const clock = new ManualClock()
    const file = await freshFile()
    const { journal, newId } = await openForTest({ file, busyMs: 5000 }, { clock })
    const holder = await openForTest({ file })
    await holder.file.read(({ database }) => database.exec('BEGIN IMMEDIATE'))
    let decided = 0
    const recording = journal.record(ANN, ({ open }) => {
      decided += 1
      const fields = { id: newId() as EventId, entryId: newId() as EntryId, occurredAt: 0 }
      return open ? [] : [{ ...fields, type: 'start', description: '', project: null }]
    })
    await clock.whenSleeping()
    expect(decided).toBe(0)
    await holder.file.read(({ database }) => database.exec('ROLLBACK'))
    await clock.advanceUntil(recording)
    expect(decided).toBe(1)
  })

  test('is waited for; when it stays busy the call fails by DATABASE_BUSY and changes nothing', async () => {
    const clock = new ManualClock()
    const file = await freshFile()
    const { journal, newId, queue } = await openForTest({ file, busyMs: 5000 }, { clock })
    const holder = await openForTest({ file })
    const record = () =>
      journal.record(ANN, () => [
        {
          id: newId() as EventId,
          entryId: newId() as EntryId,
          occurredAt: 0,
          type: 'start',
          description: '',
          project: null,
        },
      ])

    await holder.file.read(({ database }) => database.exec('BEGIN IMMEDIATE'))
    const patient = record()
    await clock.whenSleeping()
    await holder.file.read(({ database }) => database.exec('ROLLBACK'))
    clock.advance(1000)
    await patient
    expect((await queue.counts()).pending).toBe(1)

    await holder.file.read(({ database }) => database.exec('BEGIN IMMEDIATE'))
    const refused = expect(record()).rejects.toMatchObject({ code: 'DATABASE_BUSY', kind: 'storage' })
    await clock.whenSleeping()
    clock.advance(5000)
    await refused
    await holder.file.read(({ database }) => database.exec('ROLLBACK'))
    expect((await queue.counts()).pending).toBe(1)
  })
})
