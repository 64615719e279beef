import { spawn } from 'node:child_process'
import { createHash, randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { existsSync, readdirSync, readFileSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import {
  type App,
  CLOCK,
  type EntryId,
  type Profile,
  SCREENSHOT_OUTBOX,
  SYNC_MANAGER,
  TASK_QUEUE,
  TIME_TRACKER,
  UPLOADER,
} from '@meantime/core'
import Database from 'better-sqlite3'
import { expect, onTestFinished, test } from 'vitest'
import { NarrowPipe } from './support/narrow-pipe.js'
import { pictureClient } from './support/picture-client.js'
import { filesBelow, RealWorld } from './support/real-world.js'

const MIB = 1024 * 1024
const MEANTIME = fileURLToPath(new URL('../../../apps/cli/bin/meantime.js', import.meta.url))

interface Seen {
  readonly method: string
  readonly path: string
  readonly offset: number
}

async function world(options: Parameters<RealWorld['serverUp']>[0] = {}) {
  const real = new RealWorld()
  onTestFinished(() => real.end())
  const seen: Seen[] = []
  const meddling: { before?: (request: Seen) => void } = {}
  const watch: Parameters<RealWorld['serverUp']>[1] = ({ fastify }) => {
    fastify.addHook('onRequest', async ({ method, url, headers }) => {
      const request = { method, path: url, offset: Number(headers['upload-offset'] ?? 0) }
      seen.push(request)
      meddling.before?.(request)
    })
  }
  const up = () => real.serverUp(options, watch)
  await up()
  const register = async (email: string) => {
    const body = JSON.stringify({ email, password: 'correct-horse-battery' })
    const headers = { 'content-type': 'application/json' }
    const answer = await fetch(`${real.url}/v1/auth/register`, { method: 'POST', headers, body })
    const { account, tokens } = (await answer.json()) as {
      account: { id: string }
      tokens: { accessToken: string }
    }
    return { account: account.id, token: tokens.accessToken }
  }
  const open = async (person: Parameters<typeof pictureClient>[2], folder = real.client, server = real.url) => {
    const app = await pictureClient(folder, server, person)
    onTestFinished(() => app.stop())
    return app
  }
  const screenshots = async (token: string) => {
    const answer = await fetch(`${real.url}/v1/screenshots?limit=1000`, {
      headers: { authorization: `Bearer ${token}` },
    })
    return ((await answer.json()) as { screenshots: { id: string; sha256: string }[] }).screenshots
  }
  const patches = () => seen.filter(({ method }) => method === 'PATCH')
  return { real, seen, meddling, patches, up, register, open, screenshots }
}

async function shoot(app: App, bytes: Buffer, entryId?: EntryId) {
  const entry = entryId ?? (await app.get(TIME_TRACKER).start({ whenOpen: 'stop' })).entry.id
  const common = { entryId: entry, takenAt: app.get(CLOCK).now(), mediaType: 'image/webp', monitor: 'DP-1' } as const
  return app.get(SCREENSHOT_OUTBOX).add({ ...common, bytes })
}

const hashOf = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex')

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
}, 60_000)

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
  await expect
    .poll(() => seen.filter(({ path }) => path === '/v1/sync/batches').length, { timeout: 4000 })
    .toBe(before + 1)
  await app.get(SYNC_MANAGER).stop()
  await running
}, 30_000)

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

test('a token that is refused in between is refreshed, and the uploads go on', async () => {
  const { register, open, screenshots } = await world()
  const ann = await register('ann@example.org')
  const app = await open({ account: ann.account, token: 'not-a-token', nextToken: ann.token })
  await shoot(app, randomBytes(100))
  await shoot(app, randomBytes(100))
  expect(await app.get(SYNC_MANAGER).syncQueue()).toMatchObject({ status: 'drained', left: 0 })
  expect(await screenshots(ann.token)).toHaveLength(2)
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
