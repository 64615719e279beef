import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { SqliteFile } from '../../src/file/sqlite-file.js'
import { withDefaults } from '../../src/options.js'
import { child } from '../support/child.js'
import { asideIn, closedFile, eventIds, leavesOf, noticeOf, toggle, type World, wipe } from '../support/damaged-file.js'
import { openForTest } from '../support/open-app.js'

describe('recovering', () => {
  test('by several programs at once happens once, and all of them go on', async () => {
    const { file, ids } = await closedFile()
    wipe(file, leavesOf(file, 'events_by_entry')[0] ?? 0)
    const programs = await Promise.all([1, 2, 3, 4].map(() => child('record', file, { count: 5 })))
    const recorded = programs.flatMap(({ stdout }) => stdout)
    expect(recorded).toHaveLength(20)
    const world = await openForTest({ file })
    expect(asideIn(file)).toHaveLength(1)
    expect(await eventIds(world)).toEqual(expect.arrayContaining([...ids, ...recorded]))
  }, 60_000)

  test('goes on where it was stopped by a crash', async () => {
    const { file, ids, clock } = await closedFile()
    wipe(file, leavesOf(file, 'events_by_entry')[0] ?? 0)
    const failing = fileWith(file, clock, () => Promise.reject(Object.assign(new Error('full'), { code: 'ENOSPC' })))
    await expect(failing.start()).rejects.toMatchObject({ code: 'DISK_FULL' })
    expect(existsSync(file)).toBe(false)
    expect(asideIn(file)).toHaveLength(1)
    const world = await openForTest({ file })
    expect(await eventIds(world)).toEqual(ids)
    expect(asideIn(file)).toHaveLength(1)
  })

  test('that goes wrong itself begins with an empty file, keeps the damaged one and says so', async () => {
    const { file, clock } = await closedFile()
    wipe(file, leavesOf(file, 'events_by_entry')[0] ?? 0)
    let asked = 0
    const opened = fileWith(file, clock, async () => {
      asked += 1
      if (asked === 1) throw new Error('a fault of ours')
      return import('../../src/typeorm/migrate.js')
    })
    await opened.start()
    await opened.stop()
    const world = await openForTest({ file })
    expect(await noticeOf(world)).toMatchObject({ failed: true, events: 0, file: asideIn(file)[0] })
    await toggle(world)
    expect(asideIn(file)).toHaveLength(1)
  })

  test('is not tried on a file that is as the last program left it', async () => {
    const { file } = await closedFile()
    const before = readFileSync(`${file}.sound`)
    const world = await openForTest({ file })
    expect(await noticeOf(world)).toBeUndefined()
    await world.app.stop()
    expect(readFileSync(`${file}.sound`)).toEqual(before)
  })

  test('is not misled by garbage in the files that are only locks', async () => {
    const { file } = await closedFile()
    for (const suffix of ['.lock', '.open', '.sound', '.damaged']) writeFileSync(file + suffix, 'garbage'.repeat(1000))
    const world = await openForTest({ file })
    expect(await noticeOf(world)).toBeUndefined()
    expect(await world.queue.counts()).toMatchObject({ pending: 40 })
    expect(existsSync(`${file}.damaged`)).toBe(false)
  })
})

function fileWith(
  file: string,
  clock: World['clock'],
  loadMigrator: () => Promise<typeof import('../../src/typeorm/migrate.js')>,
): SqliteFile {
  const silent = () => undefined
  const logger = { debug: silent, info: silent, warn: silent, error: silent }
  const deps = { clock, newId: () => crypto.randomUUID() as string, random: () => 0, logger, loadMigrator }
  return new SqliteFile(withDefaults({ file }), deps, { announce: silent })
}
