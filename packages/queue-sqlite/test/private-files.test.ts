import { chmodSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { AccountId, TaskId } from '@meantime/core'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { writeLegacyFile } from './support/legacy-file.js'
import { openForTest, tempFolder } from './support/open-app.js'

const DATABASE = /\.db(\.corrupt-[^-]*)?(-wal|-shm|-journal)?$/

type World = Awaited<ReturnType<typeof openForTest>>

const write = ({ queue, newId }: World) =>
  queue.enqueue({ id: newId() as TaskId, account: 'ann' as AccountId, entityType: 'activity', payload: {} })

/** The databases of a folder, and what lies beside them, with their modes. */
function modes(file: string): Record<string, string> {
  const names = readdirSync(dirname(file)).filter((name) => DATABASE.test(name))
  return Object.fromEntries(names.map((name) => [name, (statSync(join(dirname(file), name)).mode & 0o777).toString(8)]))
}

describe.runIf(process.platform !== 'win32')('nobody else on the computer can read', () => {
  let umask = 0
  beforeEach(() => {
    umask = process.umask(0o022)
  })
  afterEach(() => process.umask(umask))

  test('a new database, nor what SQLite lays beside it', async () => {
    const file = join(tempFolder(), 'a.db')
    await write(await openForTest({ file }))
    expect(modes(file)).toEqual({ 'a.db': '600', 'a.db-wal': '600', 'a.db-shm': '600' })
  })

  test('one that was wider, also in the middle of work', async () => {
    const file = join(tempFolder(), 'a.db')
    const first = await openForTest({ file })
    await write(first)
    for (const suffix of ['', '-wal', '-shm']) chmodSync(file + suffix, 0o644)
    await write(await openForTest({ file }))
    expect(modes(file)).toEqual({ 'a.db': '600', 'a.db-wal': '600', 'a.db-shm': '600' })
  })

  test('one of the predecessor, once it is taken over', async () => {
    const file = join(tempFolder(), 'a.db')
    writeLegacyFile(file, 'newest', [{ payload: { projectId: 'p', userId: 'u' } }]).close()
    expect(modes(file)).toEqual({ 'a.db': '644' })
    const world = await openForTest({ file })
    await write(world)
    expect(modes(file)).toEqual({ 'a.db': '600', 'a.db-wal': '600', 'a.db-shm': '600' })
  })

  test('a damaged one that is set aside, nor the one that is made of it', async () => {
    const file = join(tempFolder(), 'a.db')
    const first = await openForTest({ file })
    await write(first)
    await first.app.stop()
    const bytes = readFileSync(file)
    writeFileSync(file, bytes.fill(0, 0, 4096))
    chmodSync(file, 0o644)
    await write(await openForTest({ file }, { clock: first.clock }))
    const found = modes(file)
    expect(Object.keys(found).filter((name) => name.includes('.corrupt-'))).toHaveLength(1)
    expect(new Set(Object.values(found))).toEqual(new Set(['600']))
  })
})
