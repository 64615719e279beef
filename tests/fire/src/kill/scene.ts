import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { AUTH_MANAGER } from '@meantime/auth'
import { PROFILES, type Random, Secret, SYNC_MANAGER, TASK_QUEUE } from '@meantime/core'
import { acknowledgements, clientFolder, openClient } from './client.js'

const LONGEST_DRAIN_MS = 60_000

/** One computer and its server: their folders, and what the parent itself does with them. */
export class Scene {
  readonly folder = mkdtempSync(join(tmpdir(), 'meantime-kill-'))
  private port = 0
  private healthy: ChildProcess | undefined

  constructor(private readonly random: Random) {
    mkdirSync(clientFolder(this.folder))
    writeFileSync(acknowledgements(this.folder), '')
  }

  get server(): string {
    return `http://127.0.0.1:${this.port}`
  }

  env(): Record<string, string> {
    return { MEANTIME_FOLDER: this.folder, MEANTIME_SERVER: this.server, MEANTIME_PORT: String(this.port) }
  }

  /** A server in good health; it stays until `serverDown`. */
  async serverUp(): Promise<void> {
    const script = fileURLToPath(new URL('server.js', import.meta.url))
    const env = { ...process.env, ...this.env(), MEANTIME_HEALTHY: '1' }
    this.healthy = fork(script, { stdio: ['ignore', 'ignore', 'inherit', 'ipc'], execArgv: [], env })
    const [{ url }] = (await once(this.healthy, 'message')) as [{ url: string }]
    this.port = Number(new URL(url).port)
  }

  async serverDown(): Promise<void> {
    if (this.healthy === undefined) return
    const gone = once(this.healthy, 'exit')
    this.healthy.kill('SIGTERM')
    this.healthy = undefined
    await gone
  }

  /** Lays the database down and signs somebody in. */
  async prepare(): Promise<void> {
    await this.serverUp()
    const app = openClient({ folder: this.folder, random: this.random, server: this.server })
    await app.start(AUTH_MANAGER)
    await app.get(AUTH_MANAGER).register({ email: 'ann@example.org', password: new Secret('correct-horse-battery') })
    await app.stop()
    await this.serverDown()
  }

  /** Delivers what is left, as one healthy program with a healthy server. Returns what was still open in the end. */
  async drain(): Promise<number> {
    const app = openClient({ folder: this.folder, random: this.random, server: this.server })
    await app.start(SYNC_MANAGER, PROFILES)
    try {
      const account = app.get(PROFILES).current()?.accountId
      const since = performance.now()
      for (;;) {
        await app.get(SYNC_MANAGER).syncQueueNow()
        const { pending, leased, failed } = await app.get(TASK_QUEUE).counts(account)
        const open = pending + leased + failed
        if (open === 0 || performance.now() - since > LONGEST_DRAIN_MS) return open
        await pause(50)
      }
    } finally {
      await app.stop()
    }
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true })
  }
}
