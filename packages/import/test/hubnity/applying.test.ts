import { join } from 'node:path'
import {
  addLegacyRows,
  LEGACY_FROM,
  LEGACY_JPEG,
  type LegacyRow,
  shot,
  start,
  step,
} from '@meantime/testkit/legacy-database'
import { describe, expect, test } from 'vitest'
import { applyFindings, freshPictures } from '../../src/hubnity/index.js'
import { ANN, desk, findings, tempFolder } from '../support/desk.js'
import { legacyFile } from '../support/legacy-file.js'

const png = (n: number) => Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, n])
const ROWS: readonly LegacyRow[] = [
  { ...start('Sent'), status: 'sent' },
  { ...step('stop', 's-1'), status: 'sent' },
  start('New'),
  shot('temp-2'),
  shot('temp-2', png(1)),
  step('pause', 'temp-2'),
  step('resume', 'temp-2'),
  step('stop', 'temp-2'),
]

function source(rows = ROWS): string {
  const folder = tempFolder()
  legacyFile(join(folder, 'hubnity.db'), { rows }).close()
  return folder
}

const everything = async ({ journal, queue, blobs }: ReturnType<typeof desk>) => ({
  entries: await journal.entries({ account: ANN }),
  tasks: (await queue.tasks({})).map(({ id, lane, state, entityType }) => ({ id, lane, state, entityType })),
  blobs: [...blobs.contents.keys()],
})

describe('an import of the former queue', () => {
  test('records the work at its own times, delivers what is new and keeps the rest', async () => {
    const here = desk()
    const applied = await applyFindings(await findings(source()), here)
    expect(applied).toEqual({
      imported: 2,
      known: 0,
      pictures: 2,
      knownPictures: 0,
      leftPictures: 0,
      waitingPictures: 0,
    })
    expect(await here.journal.entries({ account: ANN })).toMatchObject([
      { description: 'New', state: 'stopped', startedAt: (LEGACY_FROM + 120) * 1000 },
      { description: 'Sent', state: 'stopped', startedAt: LEGACY_FROM * 1000 },
    ])
    expect(await here.queue.counts()).toMatchObject({ pending: 6, cancelled: 2 })
    expect([...here.blobs.contents.values()].map((bytes) => Buffer.from(bytes))).toEqual([LEGACY_JPEG, png(1)])
  })

  test('twice changes nothing, also after the receipts of delivered pictures are gone', async () => {
    const here = desk()
    const folder = source()
    expect(await freshPictures((await findings(folder)).pictures, here.state)).toHaveLength(2)
    await applyFindings(await findings(folder), here)
    expect(await freshPictures((await findings(folder)).pictures, here.state)).toEqual([])
    const before = await everything(here)
    expect(await applyFindings(await findings(folder), here)).toMatchObject({ imported: 0, known: 2, knownPictures: 2 })
    expect(await everything(here)).toEqual(before)
    for (const { blob } of here.queue.withBlobs()) blob.uploaded = true
    for (let n = 0; n < 3; n += 1) {
      const lease = await here.queue.claim({ account: ANN, limit: 100 })
      if (lease)
        await here.queue.settle(
          lease.token,
          lease.tasks.map(({ id }) => ({ id, result: 'sent' })),
        )
    }
    expect(await here.queue.counts()).toMatchObject({ pending: 0, sent: 6 })
    here.clock.advance(30 * 86_400_000)
    await here.queue.purge()
    await applyFindings(await findings(folder), here)
    expect(await here.queue.counts()).toMatchObject({ pending: 0 })
  })

  test('ended at any point and begun again comes to the same', async () => {
    const whole = desk()
    const folder = source()
    await applyFindings(await findings(folder), whole)
    const expected = await everything(whole)
    for (let steps = 0; steps < 4; steps += 1) {
      const here = desk()
      const ending = new AbortController()
      let seen = 0
      const onProgress = () => {
        seen += 1
        if (seen > steps) ending.abort()
      }
      if (steps === 0) ending.abort()
      await applyFindings(await findings(folder), here, { signal: ending.signal, onProgress })
      await applyFindings(await findings(folder), here)
      expect(await everything(here), `ended after ${steps} steps`).toEqual(expected)
    }
  })

  test('changes nothing that the person changed meanwhile, and takes no picture of what they deleted', async () => {
    const here = desk()
    const folder = source()
    const found = await findings(folder)
    await applyFindings({ ...found, pictures: [] }, here)
    const entry = found.entries[1]
    if (!entry) throw new Error('nothing was found')
    await here.journal.record(ANN, () => [{ id: 'e-1' as never, entryId: entry.id, type: 'delete', occurredAt: 1 }])
    expect(await applyFindings(await findings(folder), here)).toMatchObject({ imported: 0, leftPictures: 2 })
    expect(await here.journal.entry(entry.id)).toMatchObject({ state: 'deleted' })
    expect(here.blobs.contents.size).toBe(0)
  })

  test('takes later what the former client recorded since', async () => {
    const here = desk()
    const folder = tempFolder()
    const running = legacyFile(join(folder, 'hubnity.db'), { rows: [start('Running')] })
    expect(await applyFindings(await findings(folder), here)).toMatchObject({ imported: 0 })
    addLegacyRows(running, [{ ...step('stop'), created_at: LEGACY_FROM + 600 }])
    running.close()
    expect(await applyFindings(await findings(folder), here)).toMatchObject({ imported: 1, known: 0 })
  })

  test('into a full queue takes all work and says how many pictures wait', async () => {
    const here = desk({ capacity: 5 })
    const folder = source()
    expect(await applyFindings(await findings(folder), here)).toMatchObject({
      imported: 2,
      pictures: 1,
      waitingPictures: 1,
    })
    const lease = await here.queue.claim({ account: ANN, limit: 100 })
    if (lease)
      await here.queue.settle(
        lease.token,
        lease.tasks.map(({ id }) => ({ id, result: 'sent' })),
      )
    expect(await applyFindings(await findings(folder), here)).toMatchObject({
      pictures: 1,
      knownPictures: 1,
      waitingPictures: 0,
    })
  })
})
