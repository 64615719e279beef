import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { ANN, asideIn, eventIds, toggle, type World } from '../support/damaged-file.js'
import { openForTest, tempFolder } from '../support/open-app.js'

describe('damage that shows only in the middle of work', () => {
  const spoil = (world: World, id: string) =>
    world.file.write(({ database }) => {
      database.exec('DROP TRIGGER IF EXISTS events_never_change')
      database.prepare('UPDATE events SET occurred_at = occurred_at + 1 WHERE id = ?').run(id)
    })

  test('fails one call clearly; the next one goes on with what could be read', async () => {
    const file = join(tempFolder(), 'a.db')
    const world = await openForTest({ file })
    const ids = [await toggle(world), await toggle(world), await toggle(world)]
    await spoil(world, ids[0] ?? '')
    await expect(world.journal.entries({ account: ANN })).rejects.toMatchObject({
      code: 'DATABASE_CORRUPT',
      kind: 'storage',
      safe: expect.any(String),
      hint: expect.any(String),
    })
    expect(await world.journal.entries({ account: ANN })).toHaveLength(2)
    expect(await eventIds(world)).toEqual(ids)
    expect(asideIn(file)).toHaveLength(1)
    expect(existsSync(`${file}.damaged`)).toBe(false)
    await toggle(world)
    await world.app.stop()
    const next = await openForTest({ file })
    expect(await next.queue.counts()).toMatchObject({ pending: 4 })
    expect(asideIn(file)).toHaveLength(1)
  })

  test('makes everybody who has the file open let go, so that nobody writes into a file that was set aside', async () => {
    const file = join(tempFolder(), 'a.db')
    const one = await openForTest({ file, busyMs: 60_000 })
    const ids = [await toggle(one)]
    const other = await openForTest({ file, busyMs: 60_000 }, { clock: one.clock, newId: one.newId })
    await spoil(one, ids[0] ?? '')
    await expect(one.journal.open(ANN)).rejects.toMatchObject({ code: 'DATABASE_CORRUPT' })
    // The other one is asked something while the first waits for it.
    const [here, there] = await one.clock.advanceUntil(Promise.all([one.queue.counts(), other.queue.counts()]), 5)
    expect([here.pending, there.pending]).toEqual([1, 1])
    ids.push(await toggle(other), await toggle(one))
    expect(await eventIds(one)).toEqual(ids)
    expect(asideIn(file)).toHaveLength(1)
  })

  test('is a clear error while another program keeps the file open', async () => {
    const file = join(tempFolder(), 'a.db')
    const one = await openForTest({ file, busyMs: 50 })
    const id = await toggle(one)
    await openForTest({ file }, { clock: one.clock })
    await spoil(one, id)
    await expect(one.journal.open(ANN)).rejects.toMatchObject({ code: 'DATABASE_CORRUPT' })
    await expect(one.clock.advanceUntil(one.journal.open(ANN), 5)).rejects.toMatchObject({
      code: 'DATABASE_CORRUPT',
      hint: expect.stringContaining('Close other'),
    })
    expect(asideIn(file)).toEqual([])
  })
})
