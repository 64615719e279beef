import { readFileSync, writeFileSync } from 'node:fs'
import Database from 'better-sqlite3'
import { describe, expect, test } from 'vitest'
import { queueReport } from '../src/index.js'
import { ANN, change, closedFile, eventIds, noticeOf, toggle } from './support/damaged-file.js'
import { openForTest } from './support/open-app.js'

describe('a number that was changed, which SQLite does not notice, is found and reckoned again', () => {
  test.each([
    ['the count of what is delivered', "UPDATE counters SET n = n + 4096 WHERE state = 'sent'"],
    [
      'the numbering that says how much was ever recorded',
      "UPDATE sqlite_sequence SET seq = seq + 64 WHERE name = 'tasks'",
    ],
    [
      'the lane that lends a task out',
      "DELETE FROM lanes WHERE key = (SELECT lane FROM tasks WHERE state = 'pending')",
    ],
  ])('%s', async (_what, statement) => {
    const { file, ids } = await closedFile({ count: 10, sent: 4 })
    const database = new Database(file)
    expect(database.prepare(statement).run().changes).toBe(1)
    database.close()
    const world = await openForTest({ file })
    expect(await noticeOf(world)).toMatchObject({ failed: false, events: 10, lostEvents: 0, tasks: 10 })
    expect(await eventIds(world)).toEqual(ids)
    expect(await world.queue.counts(ANN)).toMatchObject({ pending: 6, sent: 4 })
    expect((await world.queue.claim({ account: ANN, limit: 10 }))?.tasks).toHaveLength(6)
    const { recorded, delivered, queued } = (await queueReport(file)).totals
    expect([recorded, delivered, queued]).toEqual([10, 4, 6])
  })
})

describe('a file that SQLite opens as if nothing were wrong, or not at all', () => {
  test('is salvaged when a letter of the schema is another one', async () => {
    const { file, ids } = await closedFile({ count: 6 })
    change(file, (bytes) => {
      const at = bytes.indexOf('NEW.entity_type')
      bytes[at + 1] = (bytes[at + 1] ?? 0) ^ 8
    })
    const world = await openForTest({ file })
    expect(await eventIds(world)).toEqual(ids)
    await toggle(world)
  })

  test('is not taken for damaged because of a table that another program made in it', async () => {
    const { file, ids } = await closedFile({ count: 6 })
    const database = new Database(file)
    database.exec('CREATE TABLE settings_of_theirs (key TEXT)')
    database.close()
    const world = await openForTest({ file })
    expect(await noticeOf(world)).toBeUndefined()
    expect(await eventIds(world)).toEqual(ids)
  })

  test('loses nothing when something was put before it', async () => {
    const { file, ids } = await closedFile({ count: 40 })
    writeFileSync(file, Buffer.concat([Buffer.from('junk'), readFileSync(file)]))
    const world = await openForTest({ file })
    expect(await eventIds(world)).toEqual(ids)
    expect(await noticeOf(world)).toMatchObject({ failed: false, lostEvents: 0, lostPages: 0 })
  })

  test('is salvaged when its header makes SQLite take it for one that must not be written', async () => {
    const { file, ids } = await closedFile({ count: 6 })
    change(file, (bytes) => {
      bytes[18] = 0x42
    })
    const world = await openForTest({ file })
    expect(await eventIds(world)).toEqual(ids)
    await toggle(world)
  })
})
