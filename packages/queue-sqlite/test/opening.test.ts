import { mkdirSync, readdirSync, readFileSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type AccountId, type EntryId, type EventId, STATE_STORE } from '@meantime/core'
import Database from 'better-sqlite3'
import { describe, expect, test } from 'vitest'
import { refuseUnsafeNode } from '../src/file/open-connection.js'
import { SCHEMA_SUM, schemaSum } from '../src/file/schema-sum.js'
import { SCHEMA_VERSION } from '../src/file/schema-version.js'
import { SqliteFile } from '../src/file/sqlite-file.js'
import { RECOVERED } from '../src/index.js'
import { withDefaults } from '../src/options.js'
import { openApp, openForTest, tempFolder } from './support/open-app.js'

const ANN = 'ann' as AccountId

type World = Pick<Awaited<ReturnType<typeof openForTest>>, 'journal' | 'newId' | 'clock'> & { account?: string }

async function recordStart({ journal, newId, clock, account = ANN }: World, description = ''): Promise<string> {
  const id = newId() as EventId
  const fields = { id, entryId: newId() as EntryId, occurredAt: clock.now() }
  await journal.record(account as AccountId, () => [{ ...fields, type: 'start', description, project: null }])
  return id
}

describe('opening', () => {
  test('a new file gets its folder, its tables, WAL, full durability and secure delete', async () => {
    const file = join(tempFolder(), 'deep', 'er', 'a.db')
    const { file: opened } = await openForTest({ file })
    const pragma = (name: string) => opened.read(({ database }) => database.pragma(name, { simple: true }))
    expect(await pragma('journal_mode')).toBe('wal')
    expect(await pragma('synchronous')).toBe(2)
    expect(await pragma('secure_delete')).toBe(1)
    expect(await pragma('user_version')).toBe(SCHEMA_VERSION)
    expect(await pragma('integrity_check')).toBe('ok')
    expect(await opened.read(({ database }) => schemaSum(database))).toBe(SCHEMA_SUM)
  })

  test('an up-to-date file never asks for the migrator', async () => {
    const file = join(tempFolder(), 'a.db')
    const { app, clock, newId, logger } = await openApp({ file })
    await app.stop()
    let asked = 0
    const deps = {
      clock,
      newId,
      logger,
      random: () => 0,
      loadMigrator: () => {
        asked += 1
        return import('../src/typeorm/migrate.js')
      },
    }
    const signal = { announce: () => undefined }
    const open = async (path: string) => {
      const opened = new SqliteFile(withDefaults({ file: path }), deps, signal)
      await opened.start()
      await opened.stop()
      return asked
    }
    expect(await open(file)).toBe(0)
    expect(await open(join(tempFolder(), 'b.db'))).toBe(1)
  })

  test('two calls of start open it once, and a closed file says so', async () => {
    const { app, file, journal } = await openForTest({ file: join(tempFolder(), 'a.db') })
    await file.start()
    await app.stop()
    await expect(journal.open(ANN)).rejects.toMatchObject({ code: 'DATABASE_CLOSED' })
    await expect(journal.record(ANN, () => [])).rejects.toMatchObject({ code: 'DATABASE_CLOSED' })
  })

  test('stopping waits for what is being written', async () => {
    const file = join(tempFolder(), 'a.db')
    const first = await openForTest({ file })
    const recording = recordStart(first)
    await first.app.stop()
    const id = await recording
    const second = await openForTest({ file })
    expect(await second.queue.task(id as never)).toBeDefined()
  })

  test('Node versions that would crash are refused by a sentence', () => {
    for (const version of ['24.19.0', '24.20.1', '25.0.0', '26.1.0'])
      expect(() => refuseUnsafeNode(version)).toThrowError(expect.objectContaining({ code: 'NODE_UNSUPPORTED' }))
    for (const version of ['20.19.0', '22.30.0', '24.18.0']) expect(() => refuseUnsafeNode(version)).not.toThrow()
  })
})

describe('a file that is not ours to change', () => {
  test('of a newer version is refused and not touched', async () => {
    const file = join(tempFolder(), 'a.db')
    const { app } = await openApp({ file })
    await app.stop()
    const newer = new Database(file)
    newer.pragma(`user_version = ${SCHEMA_VERSION + 1}`)
    newer.close()
    const before = readFileSync(file)
    await expect(openApp({ file })).rejects.toMatchObject({ code: 'DATABASE_FROM_NEWER_VERSION', kind: 'storage' })
    expect(readFileSync(file).equals(before)).toBe(true)
  })

  test('of another program is refused and not touched', async () => {
    const file = join(tempFolder(), 'a.db')
    const other = new Database(file)
    other.exec('CREATE TABLE contacts (name TEXT)')
    other.close()
    const before = readFileSync(file)
    await expect(openApp({ file })).rejects.toMatchObject({ code: 'DATABASE_OF_ANOTHER_PROGRAM' })
    expect(readFileSync(file).equals(before)).toBe(true)
  })

  test('a folder in its place is a clear error', async () => {
    const file = join(tempFolder(), 'a.db')
    mkdirSync(file)
    await expect(openApp({ file })).rejects.toMatchObject({ code: 'DATABASE_CANNOT_OPEN', kind: 'storage' })
  })

  test('a file in place of its folder is a clear error', async () => {
    const folder = join(tempFolder(), 'data')
    writeFileSync(folder, '')
    await expect(openApp({ file: join(folder, 'a.db') })).rejects.toMatchObject({ code: 'DATABASE_CANNOT_OPEN' })
  })
})

describe('a damaged file', () => {
  const garbage: [string, number, (file: string) => void][] = [
    ['that is garbage', 0, (file) => writeFileSync(file, 'no database, and longer than a header\n'.repeat(40))],
    [
      'with a broken schema',
      1,
      (file) => {
        const bytes = readFileSync(file)
        bytes.fill(0x5a, 0, 4000)
        writeFileSync(file, bytes)
      },
    ],
    ['cut off after its first page', 0, (file) => truncateSync(file, 4096)],
    ['that is empty', 0, (file) => truncateSync(file, 0)],
  ]

  test.each(garbage)(
    '%s is set aside whole, what is left in it is kept, and work goes on',
    async (_name, kept, damage) => {
      const folder = tempFolder()
      const file = join(folder, 'a.db')
      const before = await openForTest({ file })
      await recordStart(before)
      await before.app.stop()
      damage(file)
      const damaged = readFileSync(file)

      const world = await openForTest({ file }, { clock: before.clock })

      const aside = readdirSync(folder).filter((name) => name.startsWith('a.db.corrupt-'))
      expect(aside).toEqual(['a.db.corrupt-20260105T090000Z'])
      expect(readFileSync(join(folder, aside[0] ?? '')).equals(damaged)).toBe(true)
      const notice = { at: world.clock.now(), file: aside[0], failed: false, events: kept, tasks: kept }
      expect(await world.app.get(STATE_STORE).get(RECOVERED)).toMatchObject(notice)
      const fields = expect.objectContaining({ aside: aside[0], events: kept })
      expect(world.logger.lines).toContainEqual(expect.objectContaining({ level: 'warn', fields }))
      await recordStart({ ...world, account: 'bob' })
      expect((await world.queue.counts()).pending).toBe(kept + 1)
    },
  )

  test('twice in the same second leaves two files aside', async () => {
    const folder = tempFolder()
    const file = join(folder, 'a.db')
    for (let n = 0; n < 2; n += 1) {
      writeFileSync(file, `garbage ${n} `.repeat(200))
      const { app } = await openApp({ file })
      await app.stop()
    }
    expect(readdirSync(folder).filter((name) => name.includes('corrupt'))).toHaveLength(2)
  })

  test('with a good file nothing is said to be recovered', async () => {
    const { app, logger } = await openForTest({ file: join(tempFolder(), 'a.db') })
    expect(await app.get(STATE_STORE).get(RECOVERED)).toBeUndefined()
    expect(logger.lines).toEqual([])
  })
})

describe('a full disk', () => {
  test('refuses one change by DISK_FULL, keeps everything before it, and takes work again when there is room', async () => {
    const world = await openForTest({ file: join(tempFolder(), 'a.db') })
    const limit = (pages: number) => world.file.read(({ database }) => database.pragma(`max_page_count = ${pages}`))
    const first = await recordStart(world, 'before')
    await limit(1)
    const entry = await world.journal.open(ANN)
    const stop = { id: world.newId() as EventId, entryId: entry?.id as EntryId, occurredAt: world.clock.now() }
    const edit = { ...stop, type: 'edit', changes: { description: 'x'.repeat(100_000) } } as const
    await expect(world.journal.record(ANN, () => [edit])).rejects.toMatchObject({ code: 'DISK_FULL', kind: 'storage' })
    expect(await world.journal.open(ANN)).toEqual(entry)

    // Of two that share a commit, only the one that does not fit is refused.
    const both = await Promise.allSettled([
      world.journal.record(ANN, () => [edit]),
      world.journal.record(ANN, () => [{ ...stop, type: 'stop' }]),
    ])
    expect(both.map(({ status }) => status)).toEqual(['rejected', 'fulfilled'])
    await limit(1_000_000)
    await recordStart(world)
    expect((await world.queue.tasks({})).map(({ id }) => id)).toContain(first)
    expect((await world.queue.counts()).pending).toBe(3)
  })
})
