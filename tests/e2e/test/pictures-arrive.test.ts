import { randomBytes } from 'node:crypto'
import { existsSync, utimesSync } from 'node:fs'
import { join } from 'node:path'
import { SYNC_MANAGER, TIME_TRACKER, UPLOADER } from '@meantime/core'
import { expect, onTestFinished, test } from 'vitest'
import { NarrowPipe } from './support/narrow-pipe.js'
import { filesBelow } from './support/real-world.js'
import { hashOf, MIB, shoot, world } from './support/upload-world.js'

test('a screenshot arrives, byte for byte, and its file goes', async () => {
  const { register, open, screenshots, real } = await world()
  const ann = await register('ann@example.org')
  const app = await open(ann)
  const bytes = randomBytes(3 * MIB)
  const progress: number[] = []
  app.get(UPLOADER).onProgress(({ bytes: sent }) => progress.push(sent))
  const id = await shoot(app, bytes)
  expect(await app.get(SYNC_MANAGER).hasWork()).toBe(true)
  // Taken an hour ago: a file this old goes with the run that delivers it.
  const file = join(real.client, 'spool', hashOf(bytes))
  utimesSync(file, Date.now() / 1000 - 3600, Date.now() / 1000 - 3600)
  expect(await app.get(SYNC_MANAGER).syncQueue()).toMatchObject({ status: 'drained', sent: 2, left: 0 })
  expect(await screenshots(ann.token)).toMatchObject([{ id, sha256: hashOf(bytes), monitor: 'DP-1' }])
  expect(existsSync(file)).toBe(false)
  expect(progress.at(-1)).toBe(bytes.length)
  expect(progress).toEqual([...progress].sort((a, b) => a - b))
  const [stored] = filesBelow(join(real.serverData, 'pictures'))
  expect(stored?.bytes.equals(bytes)).toBe(true)
  expect(filesBelow(real.client).some(({ bytes: file }) => file.includes(ann.token))).toBe(false)
})

test('fifty screenshots hold up no time entry: every event is delivered before the first picture', async () => {
  const { register, open, seen, screenshots } = await world()
  const ann = await register('ann@example.org')
  const app = await open(ann)
  for (let n = 0; n < 50; n += 1) await shoot(app, randomBytes(20_000))
  await app.get(TIME_TRACKER).stop()
  expect(await app.get(SYNC_MANAGER).syncQueue()).toMatchObject({ status: 'drained', left: 0 })
  expect(await screenshots(ann.token)).toHaveLength(50)
  const firstUpload = seen.findIndex(({ path }) => path.startsWith('/v1/uploads'))
  const batchesBefore = seen.slice(0, firstUpload).filter(({ path }) => path === '/v1/sync/batches').length
  // 100 events: batches of 10, 50 and 40.
  expect(batchesBefore).toBe(3)
}, 300_000)

test('what is recorded while a picture crawls is delivered at once', async () => {
  const { register, open, real, seen } = await world()
  const ann = await register('ann@example.org')
  const pipe = await new NarrowPipe(real.url).open()
  onTestFinished(() => pipe.close())
  const app = await open(ann, real.client, pipe.url)
  await shoot(app, randomBytes(4 * MIB))
  const stuck = pipe.narrow(2 * MIB)
  const running = app.get(SYNC_MANAGER).syncQueue()
  await stuck
  const before = seen.filter(({ path }) => path === '/v1/sync/batches').length
  // Connections that are new are not swallowed any more; the picture's own has lost bytes and stays stuck.
  pipe.count()
  await app.get(TIME_TRACKER).stop()
  // Less than the stuck request's own deadline of 20 s.
  await expect
    .poll(() => seen.filter(({ path }) => path === '/v1/sync/batches').length, { timeout: 12_000 })
    .toBe(before + 1)
  await app.get(SYNC_MANAGER).stop()
  await running
}, 60_000)
