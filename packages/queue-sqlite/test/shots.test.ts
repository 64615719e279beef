import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import {
  type AccountId,
  type EntryId,
  type EventId,
  type HeldShot,
  SHOT_LEDGER,
  type Shot,
  type TaskId,
  UPLOAD_LEDGER,
} from '@meantime/core'
import { sequentialIds } from '@meantime/testkit'
import Database from 'better-sqlite3'
import { describe, expect, test } from 'vitest'
import { SCHEMA_VERSION } from '../src/file/schema-version.js'
import { openForTest, type Surroundings, tempFolder, writeFileOf102 } from './support/open-app.js'

const ANN = 'ann' as AccountId
const HOLD = 600_000
const PAGE = 4096

async function scene(options: { file?: string; capacity?: number } = {}, given: Surroundings = {}) {
  const file = options.file ?? join(tempFolder(), 'a.db')
  const world = await openForTest({ ...options, file }, given)
  const shots = world.app.get(SHOT_LEDGER)
  const { newId, clock, journal } = world
  const start = async () => {
    const entryId = newId() as EntryId
    const fields = { id: newId() as EventId, entryId, occurredAt: clock.now(), type: 'start' } as const
    await journal.record(ANN, () => [{ ...fields, description: '', project: null }])
    return entryId
  }
  const take = async (entryId: EntryId): Promise<HeldShot> => {
    const id = newId() as TaskId
    const picture = { mediaType: 'image/webp', width: 800, height: 600, redacted: 2, bytes: 9, sha256: sha(id) }
    const [takenAt, holdUntil] = [clock.now(), clock.now() + HOLD]
    const shot: HeldShot = { id, account: ANN, entryId, takenAt, monitor: 'Left', state: 'held', picture, holdUntil }
    await shots.record(shot)
    return shot
  }
  return { ...world, path: file, shots, uploads: world.app.get(UPLOAD_LEDGER), start, take }
}

const sha = (id: string) => id.replaceAll('-', '').padEnd(64, '0')

describe('several programs at once', () => {
  test('release each picture once, whoever comes first, and delete none that another has queued and leased', async () => {
    const one = await scene()
    const two = await scene({ file: one.path }, { clock: one.clock, newId: sequentialIds(one.clock, 2) })
    const entry = await one.start()
    const ids: TaskId[] = []
    for (let n = 0; n < 450; n += 1) ids.push((await one.take(entry)).id)
    one.clock.advance(HOLD)
    const released = await Promise.all([one.shots.release(ANN), two.shots.release(ANN), one.shots.release(ANN)])
    expect(released.reduce((sum, n) => sum + n, 0)).toBe(450)
    expect((await two.queue.counts(ANN)).pending).toBe(451)
    const [first, second] = ids as [TaskId, TaskId]
    await two.uploads.uploaded(ANN, sha(first))
    const start = await two.queue.claim({ account: ANN, limit: 1 })
    await two.queue.settle(
      start?.token ?? never(),
      (start?.tasks ?? []).map(({ id }) => ({ id, result: 'sent' })),
    )
    expect((await two.queue.claim({ account: ANN, limit: 1 }))?.tasks[0]?.id).toBe(first)
    expect(await one.shots.delete([first, second])).toEqual([second])
  })
})

describe('a file of the version before', () => {
  test('is upgraded with everything in it, and keeps pictures then', async () => {
    const path = join(tempFolder(), 'old.db')
    const source = await scene()
    const entry = await source.start()
    await writeFileOf102(path)
    const old = new Database(path)
    old.exec(`ATTACH '${source.path}' AS new`)
    for (const table of ['meta', 'events', 'entries', 'lanes', 'tasks'])
      old.exec(`INSERT INTO ${table} SELECT * FROM new.${table}`)
    old.close()
    const world = await scene({ file: path }, { newId: sequentialIds(source.clock, 2), clock: source.clock })
    expect(await world.file.read(({ database }) => database.pragma('user_version', { simple: true }))).toBe(
      SCHEMA_VERSION,
    )
    expect((await world.journal.open(ANN))?.id).toBe(entry)
    const shot = await world.take(entry)
    expect(await world.shots.get(shot.id)).toEqual(shot)
  })
})

describe('a damaged file', () => {
  test('gives back the log as it was: what is held, queued, sent and deleted', async () => {
    const world = await scene()
    const entry = await world.start()
    const [sent, queued] = [await world.take(entry), await world.take(entry)]
    world.clock.advance(HOLD)
    await world.shots.release(ANN)
    const [held, deleted] = [await world.take(entry), await world.take(entry)]
    await world.shots.delete([deleted.id])
    await world.uploads.uploaded(ANN, sent.picture.sha256)
    for (let lease = await claim(); lease; lease = await claim())
      await world.queue.settle(
        lease.token,
        lease.tasks.map(({ id }) => ({ id, result: 'sent' })),
      )
    const before = await world.shots.list({ account: ANN })
    expect(states(before)).toEqual([
      [deleted.id, 'deleted'],
      [held.id, 'held'],
      [queued.id, 'queued'],
      [sent.id, 'sent'],
    ])
    await world.app.stop()
    breakTable(world.path, 'events_by_entry')

    const again = await scene({ file: world.path }, { clock: world.clock, newId: sequentialIds(world.clock, 3) })
    expect(await again.shots.list({ account: ANN })).toEqual(before)
    expect([...(await again.uploads.inUse())].sort()).toEqual([held.picture.sha256, queued.picture.sha256].sort())

    function claim() {
      return world.queue.claim({ account: ANN, limit: 10 })
    }
  })

  test('that lost the tasks holds their pictures again, under their ids, and sends none that was deleted', async () => {
    const world = await scene()
    const entry = await world.start()
    const [queued, deleted] = [await world.take(entry), await world.take(entry)]
    world.clock.advance(HOLD)
    await world.shots.release(ANN)
    await world.shots.delete([deleted.id])
    await world.app.stop()
    breakTable(world.path, 'tasks')

    const again = await scene({ file: world.path }, { clock: world.clock, newId: sequentialIds(world.clock, 3) })
    expect(await again.shots.get(queued.id)).toMatchObject({ state: 'held', picture: queued.picture })
    expect(await again.shots.get(deleted.id)).toMatchObject({ state: 'deleted' })
    expect(await again.shots.release(ANN)).toBe(1)
    expect(await again.queue.task(queued.id)).toMatchObject({ state: 'pending' })
    expect(await again.queue.task(deleted.id)).toBeUndefined()
  })
})

const states = (shots: readonly Shot[]) => shots.map(({ id, state }) => [id, state])

function breakTable(file: string, table: string): void {
  const database = new Database(file, { readonly: true })
  const pages = database
    .prepare<[string], { pageno: number }>('SELECT pageno FROM dbstat WHERE name = ?')
    .all(table)
    .map(({ pageno }) => pageno)
  database.close()
  const bytes = readFileSync(file)
  for (const page of pages) bytes.fill(0, (page - 1) * PAGE, page * PAGE)
  writeFileSync(file, bytes)
}

function never(): never {
  throw new Error('nothing was claimed')
}
