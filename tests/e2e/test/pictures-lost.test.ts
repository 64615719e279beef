import { randomBytes } from 'node:crypto'
import { rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { SYNC_MANAGER, TASK_QUEUE } from '@meantime/core'
import { expect, test } from 'vitest'
import { hashOf, shoot, world } from './support/upload-world.js'

test('a picture that is lost or damaged on the disk parks its own task, and blocks nobody', async () => {
  const { real, register, open, screenshots } = await world()
  const ann = await register('ann@example.org')
  const app = await open(ann)
  const [lost, damaged, sound] = [randomBytes(100), randomBytes(100), randomBytes(100)]
  const ids = [await shoot(app, lost), await shoot(app, damaged), await shoot(app, sound)]
  rmSync(join(real.client, 'spool', hashOf(lost)))
  writeFileSync(join(real.client, 'spool', hashOf(damaged)), randomBytes(100))
  expect(await app.get(SYNC_MANAGER).syncQueue()).toMatchObject({ left: 2 })
  const states = await Promise.all(ids.map((id) => app.get(TASK_QUEUE).task(id)))
  expect(states.map((task) => [task?.state, task?.reason?.code])).toEqual([
    ['dead', 'BLOB_MISSING'],
    ['dead', 'BLOB_DAMAGED'],
    ['sent', undefined],
  ])
  expect(await screenshots(ann.token)).toMatchObject([{ sha256: hashOf(sound) }])
})

test('a picture that is larger than the server takes is parked; the others pass', async () => {
  const { register, open, screenshots } = await world({ maxUploadBytes: 1000 })
  const ann = await register('ann@example.org')
  const app = await open(ann)
  const large = await shoot(app, randomBytes(1001))
  await shoot(app, randomBytes(1000))
  await app.get(SYNC_MANAGER).syncQueue()
  expect(await app.get(TASK_QUEUE).task(large)).toMatchObject({ state: 'dead', reason: { code: 'BLOB_TOO_LARGE' } })
  expect(await screenshots(ann.token)).toHaveLength(1)
})

test('a picture that the server lost before its screenshot came is brought again', async () => {
  const { real, register, open, screenshots, meddling, patches } = await world()
  const ann = await register('ann@example.org')
  const app = await open(ann)
  meddling.before = ({ path }) => {
    if (path !== '/v1/sync/batches' || patches().length === 0) return
    delete meddling.before
    rmSync(join(real.serverData, 'pictures'), { recursive: true })
  }
  const id = await shoot(app, randomBytes(100))
  expect(await app.get(SYNC_MANAGER).syncQueue()).toMatchObject({ left: 1 })
  expect(patches()).toHaveLength(2)
  expect(await app.get(SYNC_MANAGER).syncQueueNow()).toMatchObject({ status: 'drained', left: 0 })
  expect(await screenshots(ann.token)).toMatchObject([{ id }])
})
