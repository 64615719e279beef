import { join } from 'node:path'
import type { AccountId, EntryId, EventId, TaskId } from '@meantime/core'
import Database from 'better-sqlite3'
import { describe, expect, test } from 'vitest'
import { SCHEMA_SUM, schemaSum } from '../src/file/schema-sum.js'
import { SCHEMA_VERSION } from '../src/file/schema-version.js'
import { openForTest, tempFolder, writeFileOf101, writeFileOf102, writeFileOf103 } from './support/open-app.js'

const ANN = 'ann' as AccountId

type World = Awaited<ReturnType<typeof openForTest>>

const start = ({ journal, newId, clock }: World) =>
  journal.record(ANN, ({ open }) => [
    ...(open ? [{ id: newId() as EventId, entryId: open.id, occurredAt: clock.now(), type: 'stop' } as const] : []),
    {
      id: newId() as EventId,
      entryId: newId() as EntryId,
      occurredAt: clock.now(),
      type: 'start',
      description: 'kept',
      project: null,
    },
  ])

async function sample({ queue, newId }: World): Promise<TaskId> {
  const id = newId() as TaskId
  await queue.enqueue({ id, account: ANN, entityType: 'activity', payload: { app: 'Editor' } })
  return id
}

describe.each([
  [101, writeFileOf101],
  [102, writeFileOf102],
  [103, writeFileOf103],
])('a file of version %i', (_version, writeFile) => {
  test('is upgraded with everything in it; what is open is delivered, given up for worked time and counted', async () => {
    const source = await openForTest({ file: join(tempFolder(), 'new.db') })
    await start(source)
    await start(source)
    const [oldest, next] = [await sample(source), await sample(source)]
    const path = join(tempFolder(), 'old.db')
    await writeFile(path)
    const old = new Database(path)
    old.exec(`ATTACH '${source.file.settings.file}' AS new`)
    for (const table of ['meta', 'events', 'entries', 'lanes', 'tasks'])
      old.exec(`INSERT INTO ${table} SELECT * FROM new.${table}`)
    old.close()

    const world = await openForTest({ file: path, capacity: 5 }, { clock: source.clock, newId: source.newId })
    const version = await world.file.read(({ database }) => database.pragma('user_version', { simple: true }))
    expect(version).toBe(SCHEMA_VERSION)
    expect(await world.file.read(({ database }) => schemaSum(database))).toBe(SCHEMA_SUM)
    expect(await world.queue.counts(ANN)).toMatchObject({ pending: 5 })
    await world.journal.record(ANN, ({ open }) => [
      { id: world.newId() as EventId, entryId: open?.id as EntryId, occurredAt: world.clock.now(), type: 'stop' },
    ])
    expect(await world.queue.task(oldest)).toBeUndefined()
    expect(await world.queue.counts(ANN)).toMatchObject({ pending: 5, dropped: 1 })
    const lease = await world.queue.claim({ account: ANN, limit: 10 })
    expect(lease?.tasks.map(({ entityType }) => entityType)).toEqual([
      'time_entry_start',
      'time_entry_stop',
      'time_entry_start',
      'time_entry_stop',
      'activity',
    ])
    expect(lease?.tasks.at(-1)?.id).toBe(next)
  })
})
