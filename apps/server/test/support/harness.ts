import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Clock } from '@meantime/core'
import type { SessionMessage } from '@meantime/protocol'
import { onTestFinished } from 'vitest'
import { createServer, type MeantimeServer, type ServerOptions } from '../../src/index.js'

/** The least that argon2 accepts: the tests are not about its strength. */
export const CHEAP = { memoryCost: 8, timeCost: 1, parallelism: 1 }

export const START = Date.UTC(2031, 0, 15, 9)

export class TestClock implements Clock {
  time = START
  now = () => this.time
  monotonic = () => this.time
  zone = () => 'UTC'
  async sleep(ms: number): Promise<void> {
    this.time += ms
  }
}

/** Time stands still and nothing ever times out. */
export class StoppedClock extends TestClock {
  override sleep(): Promise<void> {
    return new Promise(() => {})
  }
}

export function tempFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'meantime-server-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}

export interface Running {
  readonly url: string
  readonly server: MeantimeServer
  readonly dataDir: string
  readonly databaseFile: string
  readonly api: Api
}

/** A real server on loopback with a real file, stopped and removed with the test. */
export async function running(options: Partial<ServerOptions> = {}): Promise<Running> {
  const dataDir = options.dataDir ?? tempFolder()
  const server = createServer({ port: 0, rateLimit: false, passwordCost: CHEAP, ...options, dataDir })
  onTestFinished(() => server.stop())
  const { url } = await server.start()
  return { url, server, dataDir, databaseFile: join(dataDir, 'meantime-server.db'), api: new Api(url) }
}

type Body = NonNullable<RequestInit['body']>

export interface Answer<T = Record<string, unknown>> {
  readonly status: number
  readonly body: T
  readonly headers: Headers
}

export class Api {
  constructor(
    readonly url: string,
    readonly token?: string,
  ) {}

  as(token: string): Api {
    return new Api(this.url, token)
  }

  get<T = Record<string, unknown>>(path: string): Promise<Answer<T>> {
    return this.request('GET', path)
  }

  post<T = Record<string, unknown>>(
    path: string,
    body: unknown,
    headers: Record<string, string> = {},
  ): Promise<Answer<T>> {
    return this.request('POST', path, JSON.stringify(body), { 'content-type': 'application/json', ...headers })
  }

  async request<T = Record<string, unknown>>(
    method: string,
    path: string,
    body?: Body,
    headers: Record<string, string> = {},
  ): Promise<Answer<T>> {
    const authorization = this.token === undefined ? {} : { authorization: `Bearer ${this.token}` }
    const init = { method, headers: { ...authorization, ...headers }, ...(body === undefined ? {} : { body }) }
    const response = await fetch(this.url + path, init)
    const text = await response.text()
    return {
      status: response.status,
      body: text === '' ? {} : JSON.parse(text),
      headers: response.headers,
    } as Answer<T>
  }

  async register(email: string, password = 'correct horse'): Promise<SessionMessage> {
    const { status, body } = await this.post<SessionMessage>('/v1/auth/register', { email, password })
    if (status !== 201) throw new Error(`register answered ${status}: ${JSON.stringify(body)}`)
    return body
  }

  /** An API that is signed in as a new account. */
  async signedIn(email = 'ada@example.com'): Promise<Api> {
    return this.as((await this.register(email)).tokens.accessToken)
  }
}
