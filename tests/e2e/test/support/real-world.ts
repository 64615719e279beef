import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createServer, type MeantimeServer, type ServerOptions } from '@meantime/server'
import { type CliRun, computeLedger, type Ledger, meantime } from '@meantime/tools'

export const PASSWORD = 'correct-horse-battery'

/** A data folder, a real server that can go away and come back at the same address, and the built command line. */
export class RealWorld {
  readonly folder = mkdtempSync(join(tmpdir(), 'meantime-e2e-'))
  readonly client = join(this.folder, 'client')
  readonly serverData = join(this.folder, 'server')
  private server: MeantimeServer | undefined
  private port = 0
  url = ''

  /** `prepare` may add hooks before the server listens. */
  async serverUp(options: ServerOptions = {}, prepare?: (server: MeantimeServer) => void): Promise<void> {
    this.server = createServer({ dataDir: this.serverData, port: this.port, rateLimit: false, ...options })
    prepare?.(this.server)
    this.url = (await this.server.start()).url
    this.port = Number(new URL(this.url).port)
  }

  async serverDown(): Promise<void> {
    await this.server?.stop()
    this.server = undefined
  }

  cli(...args: string[]): Promise<CliRun> {
    return meantime(this.client, args)
  }

  async signUp(): Promise<CliRun> {
    const args = ['login', '--server', this.url, '--email', 'ann@example.org', '--register', '--password-stdin']
    return meantime(this.client, args, { input: PASSWORD })
  }

  signIn(): Promise<CliRun> {
    const args = ['login', '--server', this.url, '--email', 'ann@example.org', '--password-stdin']
    return meantime(this.client, args, { input: PASSWORD })
  }

  ledger(): Promise<Ledger> {
    return computeLedger({ client: this.client, server: this.serverData }, Date.now())
  }

  async end(): Promise<void> {
    await this.serverDown()
    rmSync(this.folder, { recursive: true, force: true })
  }
}

/** Every file below a folder, with its bytes. */
export function filesBelow(folder: string): { path: string; bytes: Buffer }[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((name) => join(folder, name))
    .filter((path) => statSync(path).isFile())
    .map((path) => ({ path, bytes: readFileSync(path) }))
}
