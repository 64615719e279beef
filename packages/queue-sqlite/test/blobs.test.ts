import { join } from 'node:path'
import { type AccountId, type EntryId, type EventId, type TaskId, UPLOAD_LEDGER } from '@meantime/core'
import Database from 'better-sqlite3'
import { expect, test } from 'vitest'
import { SCHEMA_VERSION } from '../src/file/schema-version.js'
import { openForTest, tempFolder, writeFileOf101 } from './support/open-app.js'

const ANN = '0190a000-0000-7000-8000-00000000000a' as AccountId

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

  const { app, queue, newId, file } = await openForTest({ file: path })
  expect(await file.read(({ database }) => database.pragma('user_version', { simple: true }))).toBe(SCHEMA_VERSION)
  expect(await queue.counts(ANN)).toMatchObject({ pending: 1 })
  const shot = newId() as TaskId
  const blob = { sha256: 'a'.repeat(64), bytes: 10, mediaType: 'image/png' }
  await queue.enqueue({ id: shot, account: ANN, entityType: 'screenshot', payload: {}, blob })
  await app.get(UPLOAD_LEDGER).uploaded(ANN, blob.sha256)
  expect((await queue.claim({ account: ANN, limit: 10 }))?.tasks.map(({ id }) => id)).toContain(shot)
})
