import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { AUTH_MANAGER } from '@meantime/auth'
import { type Random, Secret } from '@meantime/core'
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
    this.healthy = this.fork('server', { MEANTIME_HEALTHY: '1' })
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

  /** Delivers what is left, by one healthy program with a healthy server. Returns what was wrong with that, if anything. */
  async drain(): Promise<string | undefined> {
    const child = this.fork('drain', {})
    const gone = once(child, 'exit') as Promise<[number | null, NodeJS.Signals | null]>
    const late = new AbortController()
    void pause(LONGEST_DRAIN_MS, undefined, { signal: late.signal }).then(
      () => child.kill('SIGKILL'),
      () => undefined,
    )
    const [code, signal] = await gone
    late.abort()
    if (code === 0) return undefined
    return signal === null ? 'a healthy run failed (see above)' : 'a healthy run did not get everything done'
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true })
  }

  private fork(program: 'server' | 'drain', more: Readonly<Record<string, string>>): ChildProcess {
    const script = fileURLToPath(new URL(`${program}.js`, import.meta.url))
    const env = { ...process.env, ...this.env(), ...more }
    return fork(script, { stdio: ['ignore', 'ignore', 'inherit', 'ipc'], execArgv: [], env })
  }
}
