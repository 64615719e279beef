import { fork } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { AUTH_MANAGER } from '@meantime/auth'
import {
  type AccountId,
  type App,
  BLOB_STORE,
  PROFILES,
  Secret,
  SHOT_KEEPER,
  SHOT_LEDGER,
  type Shot,
  SYNC_MANAGER,
  TASK_QUEUE,
  TIME_TRACKER,
  UPLOAD_LEDGER,
} from '@meantime/core'
import { createServer, type MeantimeServer } from '@meantime/server'
import { must, mustEqual } from '../model/violation.js'
import { until } from '../until.js'
import { type CameraOptions, openCamera, spoolIn } from './camera.js'

const EMAIL = 'ann@example.org'
const PASSWORD = 'correct-horse-battery'

/** One computer with a folder for data and one for temporary files, a person who is signed in, and a real server. */
export class PhotoLab {
  private constructor(
    private readonly root: string,
    private readonly server: MeantimeServer,
    readonly url: string,
    readonly account: AccountId,
  ) {}

  static async open(): Promise<PhotoLab> {
    const root = mkdtempSync(join(tmpdir(), 'meantime-pictures-'))
    for (const name of ['data', 'temp']) mkdirSync(join(root, name), { mode: 0o700 })
    const server = createServer({ dataDir: join(root, 'server'), port: 0, rateLimit: false })
    const { url } = await server.start()
    const app = openCamera({ folder: join(root, 'data'), server: url })
    await app.start(AUTH_MANAGER)
    await app.get(AUTH_MANAGER).register({ email: EMAIL, password: new Secret(PASSWORD) })
    const account = app.get(PROFILES).current()?.accountId
    await app.stop()
    if (account === undefined) throw new Error('nobody is signed in')
    return new PhotoLab(root, server, url, account)
  }

  async close(): Promise<void> {
    await this.server.stop()
    rmSync(this.root, { recursive: true, force: true })
  }

  get data(): string {
    return join(this.root, 'data')
  }

  /** A healthy program on the data folder, for which every file is old enough to be swept. */
  async use<T>(work: (app: App) => Promise<T>, more: Partial<CameraOptions> = {}): Promise<T> {
    const app = openCamera({ folder: this.data, server: this.url, graceMs: -1, ...more })
    await app.start(SYNC_MANAGER, SHOT_KEEPER, SHOT_LEDGER, TIME_TRACKER, UPLOAD_LEDGER, BLOB_STORE, TASK_QUEUE)
    try {
      return await work(app)
    } finally {
      await app.stop()
    }
  }

  /** Runs the life of two pictures, to its end or to the step that kills it. */
  async live(
    seed: number,
    killAt = '',
  ): Promise<{ readonly diedAt: string | undefined; readonly steps: readonly string[] }> {
    const script = fileURLToPath(new URL('life.js', import.meta.url))
    const told = {
      MEANTIME_FOLDER: this.data,
      MEANTIME_SERVER: this.url,
      MEANTIME_SEED: String(seed),
      MEANTIME_KILL_AT: killAt,
      TMPDIR: join(this.root, 'temp'),
    }
    const child = fork(script, {
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
      execArgv: [],
      env: { ...process.env, ...told },
    })
    let said = ''
    let steps: readonly string[] = []
    child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      said += text
    })
    child.on('message', (message: { steps: readonly string[] }) => {
      steps = message.steps
    })
    const [code, signal] = (await once(child, 'close')) as [number | null, NodeJS.Signals | null]
    must(code === 0 || (killAt !== '' && signal === 'SIGKILL'), () => `a program failed: ${said}`)
    return { diedAt: signal === 'SIGKILL' ? said.trim() : undefined, steps }
  }

  /** No piece of a picture in the clear in any file of the data folder or the folder for temporary files. */
  mustHideOnDisk(needles: readonly Buffer[]): void {
    for (const name of ['data', 'temp'])
      for (const { path, bytes } of filesBelow(join(this.root, name)))
        must(!needles.some((needle) => bytes.includes(needle)), () => `a picture can be read in ${path}`)
  }

  /** No row without its file, and after a sweep no file without a row. */
  async mustAgree(app: App): Promise<void> {
    const shots = await app.get(SHOT_LEDGER).list({ account: this.account, limit: 100_000, states: ['held', 'queued'] })
    for (const shot of shots) await mustBeSound(app, shot)
    await app.get(SHOT_KEEPER).sweep()
    const named = [...(await app.get(UPLOAD_LEDGER).inUse())].sort()
    mustEqual(existing(spoolIn(this.data)).sort(), named, 'the files after a sweep')
  }

  /** Until nothing is held or queued any more. On a busy computer an answer may come too late, and is waited for longer. */
  async deliverAll(app: App): Promise<void> {
    const delivered = async () => {
      await app.get(SHOT_LEDGER).release(this.account)
      await app.get(SYNC_MANAGER).syncQueueNow()
      const { pending, leased, failed, dead } = await app.get(TASK_QUEUE).counts(this.account)
      must(dead === 0, `${dead} tasks are parked`)
      return pending + leased + failed === 0
    }
    await until('everything is delivered', delivered, 120_000)
  }

  /** What the server has: ids, and the bytes of each picture. */
  async delivered(): Promise<ReadonlyMap<string, Buffer>> {
    const signedIn = await fetch(`${this.url}/v1/auth/login`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ email: EMAIL, password: PASSWORD }),
    })
    const { tokens } = (await signedIn.json()) as { tokens: { accessToken: string } }
    const authorization = `Bearer ${tokens.accessToken}`
    const found = new Map<string, Buffer>()
    for (let cursor = ''; ; ) {
      const answer = await fetch(`${this.url}/v1/screenshots?limit=1000${cursor}`, { headers: { authorization } })
      const page = (await answer.json()) as { screenshots: { id: string; sha256: string }[]; nextCursor: string | null }
      for (const { id, sha256 } of page.screenshots) {
        must(!found.has(id), `the screenshot ${id} is at the server twice`)
        found.set(id, readFileSync(join(this.root, 'server', 'pictures', this.account, sha256.slice(0, 2), sha256)))
      }
      if (page.nextCursor === null) return found
      cursor = `&cursor=${encodeURIComponent(page.nextCursor)}`
    }
  }

  /** What programs noted as done before they were killed. */
  acknowledged(what: 'K' | 'D'): readonly string[] {
    const lines = readFileSync(join(this.root, 'acknowledged'), 'utf8').split('\n')
    return lines.filter((line) => line.startsWith(what) && line.length === 38).map((line) => line.slice(2))
  }
}

async function mustBeSound(app: App, { id, state, picture }: Shot): Promise<void> {
  const found = picture ? await app.get(BLOB_STORE).check(picture) : 'missing'
  must(found === 'sound', `the picture of ${id} (${state}) is ${found}`)
}

function existing(folder: string): string[] {
  try {
    return readdirSync(folder)
  } catch {
    return []
  }
}

function filesBelow(folder: string): { path: string; bytes: Buffer }[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((name) => join(folder, name))
    .filter((path) => statSync(path).isFile())
    .map((path) => ({ path, bytes: readFileSync(path) }))
}
