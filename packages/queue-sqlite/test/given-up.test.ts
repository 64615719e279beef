import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type AccountId, type EntryId, type EventDraft, type EventId, type TaskId, UPLOAD_LEDGER } from '@meantime/core'
import Database from 'better-sqlite3'
import { expect, test } from 'vitest'
import { queueReport } from '../src/index.js'
import { openForTest, tempFolder } from './support/open-app.js'

const ANN = 'ann' as AccountId
const BLOB = { sha256: 'a'.repeat(64), bytes: 100, mediaType: 'image/webp' }

type World = Awaited<ReturnType<typeof openForTest>>

async function record({ journal, newId, clock }: World, entryId: EntryId, type: 'start' | 'pause' | 'stop') {
  clock.advance(60_000)
  const fields = { id: newId() as EventId, entryId, occurredAt: clock.now() }
  const draft: EventDraft =
    type === 'start' ? { ...fields, type, description: 'Work', project: null } : { ...fields, type }
  await journal.record(ANN, () => [draft])
  return draft.id as string as TaskId
}

/** Somebody gave up the start of a running entry, and then paused it. */
async function givenUp(file: string) {
  const world = await openForTest({ file })
  const entryId = world.newId() as EntryId
  const start = await record(world, entryId, 'start')
  expect(await world.queue.cancel([start])).toBe(1)
  await record(world, entryId, 'pause')
  return { world, entryId, start }
}

const shotOf = async ({ queue, newId }: World, entryId: EntryId) => {
  const id = newId() as TaskId
  await queue.enqueue({ id, account: ANN, entityType: 'screenshot', entryId, payload: { id }, blob: BLOB })
  return id
}

test('the picture of an entry that is given up is needed no more, and one that comes later never is', async () => {
  const file = join(tempFolder(), 'a.db')
  const world = await openForTest({ file })
  const uploads = world.app.get(UPLOAD_LEDGER)
  const entryId = world.newId() as EntryId
  const start = await record(world, entryId, 'start')
  const early = await shotOf(world, entryId)
  expect([...(await uploads.inUse())]).toEqual([BLOB.sha256])
  expect(await world.queue.cancel([start])).toBe(2)
  const late = await shotOf(world, entryId)
  for (const id of [early, late]) expect(await world.queue.task(id)).toMatchObject({ state: 'cancelled' })
  expect([...(await uploads.inUse())]).toEqual([])
  expect(await uploads.nextDueAt(ANN)).toBeUndefined()
})

test('what is recorded of a given-up entry is counted: the ledger adds up', async () => {
  const file = join(tempFolder(), 'a.db')
  const { world, entryId } = await givenUp(file)
  await record(world, entryId, 'stop')
  await shotOf(world, entryId)
  await world.app.stop()
  const { totals } = await queueReport(file)
  expect(totals).toEqual({ recorded: 4, delivered: 0, queued: 0, parked: 0, cancelled: 4, dropped: 0 })
})

test('a salvage keeps the decision, also for events of the entry whose own rows are lost', async () => {
  const file = join(tempFolder(), 'a.db')
  const { world, entryId, start } = await givenUp(file)
  for (let n = 0; n < 100; n += 1) {
    const id = world.newId() as TaskId
    const sample = { id, account: ANN, entityType: 'activity', payload: 'x'.repeat(200) } as const
    await world.queue.enqueue(sample)
  }
  const stop = await record(world, entryId, 'stop')
  await world.app.stop()
  wipeLastPageOf(file, 'tasks')

  const again = await openForTest({ file }, { clock: world.clock })
  expect((await again.queue.counts()).pending).toBeLessThan(100)
  for (const id of [start, stop]) expect(await again.queue.task(id)).toMatchObject({ state: 'cancelled' })
})

function wipeLastPageOf(file: string, table: string): void {
  const database = new Database(file, { readonly: true })
  const leaves = "SELECT pageno FROM dbstat WHERE name = ? AND pagetype = 'leaf' ORDER BY path DESC LIMIT 1"
  const page = database.prepare<[string], { pageno: number }>(leaves).get(table)?.pageno ?? 0
  const size = Number(database.pragma('page_size', { simple: true }))
  database.close()
  const bytes = readFileSync(file)
  writeFileSync(file, bytes.fill(0, (page - 1) * size, page * size))
}
