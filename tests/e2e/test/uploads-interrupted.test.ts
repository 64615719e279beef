import { spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { readdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { type Profile, SYNC_MANAGER } from '@meantime/core'
import Database from 'better-sqlite3'
import { expect, onTestFinished, test } from 'vitest'
import { NarrowPipe } from './support/narrow-pipe.js'
import { filesBelow } from './support/real-world.js'
import { MIB, shoot, world } from './support/upload-world.js'

const MEANTIME = fileURLToPath(new URL('../../../apps/cli/bin/meantime.js', import.meta.url))

test('killed in the middle, `meantime sync` goes on where the server is, and sends no byte twice', async () => {
  const { real, patches, open } = await world()
  const pipe = await new NarrowPipe(real.url).open()
  onTestFinished(() => pipe.close())
  const direct = real.url
  real.url = pipe.url
  await real.signUp()
  real.url = direct
  const profile = JSON.parse(readFileSync(join(real.client, 'profile.json'), 'utf8')) as Profile
  const app = await open({ account: profile.accountId, token: 'unused' }, real.client, pipe.url)
  const bytes = randomBytes(5 * MIB)
  await shoot(app, bytes)
  const stuck = pipe.narrow(2.5 * MIB)
  const program = spawn(process.execPath, [MEANTIME, 'sync'], {
    stdio: 'ignore',
    env: { ...process.env, MEANTIME_DATA_DIR: real.client, MEANTIME_TOKEN_STORE: 'file' },
  })
  onTestFinished(() => void program.kill('SIGKILL'))
  await stuck
  program.kill('SIGKILL')
  await once(program, 'exit')
  pipe.count()
  const [partial] = readdirSync(join(real.serverData, 'uploads')).filter((name) => !name.endsWith('.json'))
  const partialFile = join(real.serverData, 'uploads', partial ?? '')
  let size = -1
  await expect
    .poll(() => {
      const before = size
      size = statSync(partialFile).size
      return size > 0 && size === before
    })
    .toBe(true)
  const tried = patches().length
  // The dead program's right to deliver would last 30 s more.
  const database = new Database(join(real.client, 'meantime.db'))
  database.exec('UPDATE locks SET expires_at = 0')
  database.close()
  expect((await real.cli('sync')).exitCode).toBe(0)
  const [again] = patches().slice(tried)
  expect(again?.offset).toBeGreaterThan(2 * MIB)
  expect(pipe.sent).toBeLessThan(bytes.length - (again?.offset ?? 0) + 64 * 1024)
  const [stored] = filesBelow(join(real.serverData, 'pictures'))
  expect(stored?.bytes.equals(bytes)).toBe(true)
}, 90_000)

test('a server that restarts in the middle of an upload is given the rest only', async () => {
  const { real, up, patches, register, open, screenshots } = await world({ stopTimeoutMs: 50 })
  const ann = await register('ann@example.org')
  const pipe = await new NarrowPipe(real.url).open()
  onTestFinished(() => pipe.close())
  const app = await open(ann, real.client, pipe.url)
  await shoot(app, randomBytes(4 * MIB))
  const stuck = pipe.narrow(2.5 * MIB)
  const running = app.get(SYNC_MANAGER).syncQueue()
  await stuck
  await real.serverDown()
  expect((await running).left).toBe(1)
  pipe.count()
  await up()
  const tried = patches().length
  expect(await app.get(SYNC_MANAGER).syncQueueNow()).toMatchObject({ status: 'drained', left: 0 })
  expect(patches()[tried]?.offset).toBeGreaterThan(MIB)
  expect(await screenshots(ann.token)).toHaveLength(1)
}, 30_000)

test('an upload that expired at the server begins anew', async () => {
  const { real, patches, register, open, screenshots } = await world()
  const ann = await register('ann@example.org')
  const pipe = await new NarrowPipe(real.url).open()
  onTestFinished(() => pipe.close())
  const app = await open(ann, real.client, pipe.url)
  await shoot(app, randomBytes(2 * MIB))
  const stuck = pipe.narrow(1.5 * MIB)
  const running = app.get(SYNC_MANAGER).syncQueue()
  await stuck
  await app.get(SYNC_MANAGER).stop()
  await running
  pipe.count()
  for (const { path } of filesBelow(join(real.serverData, 'uploads'))) rmSync(path)
  const tried = patches().length
  expect(await app.get(SYNC_MANAGER).syncQueueNow()).toMatchObject({ status: 'drained' })
  expect(patches()[tried]?.offset).toBe(0)
  expect(await screenshots(ann.token)).toHaveLength(1)
}, 30_000)

test('a token that is refused in between is refreshed, and the uploads go on', async () => {
  const { register, open, screenshots } = await world()
  const ann = await register('ann@example.org')
  const app = await open({ account: ann.account, token: 'not-a-token', nextToken: ann.token })
  await shoot(app, randomBytes(100))
  await shoot(app, randomBytes(100))
  expect(await app.get(SYNC_MANAGER).syncQueue()).toMatchObject({ status: 'drained', left: 0 })
  expect(await screenshots(ann.token)).toHaveLength(2)
})
