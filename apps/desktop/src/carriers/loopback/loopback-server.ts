import { randomBytes } from 'node:crypto'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Clock, Logger } from '@meantime/core'
import type { Dispatch } from '../../agent/dispatch.js'
import { isOperation } from '../../bridge/bridge.js'
import { BootTokens } from './boot-tokens.js'
import { EventStreams, type NoticeSource } from './event-stream.js'
import { type Gate, type Purpose, type Refusal, refusalOf } from './gatekeeper.js'
import { WINDOW_POLICY } from './headers.js'
import { ENTRY_PAGE } from './pages.js'
import { readJson } from './read-json.js'
import { refuse, send, sendJson } from './respond.js'
import { WindowFiles } from './window-files.js'

export interface LoopbackOptions {
  /** The folder of the built window. */
  readonly window: string
  /** How long a request may take to arrive. @default 10 000 ms */
  readonly requestTimeoutMs?: number
  /** How long its headers may take. @default 5000 ms */
  readonly headersTimeoutMs?: number
}

export interface LoopbackDeps {
  readonly dispatch: Dispatch
  readonly notices: NoticeSource
  readonly clock: Clock
  readonly logger: Logger
}

const CONNECTIONS = 128

/**
 * The bridge over HTTP on this computer, for a window in a browser: `POST /bridge/<operation>`, `GET /notices`, and the
 * files of the window. Listens on 127.0.0.1 alone, on a port of its own in each run.
 */
export class LoopbackServer {
  private readonly tokens: BootTokens
  private readonly streams: EventStreams
  private readonly session = randomBytes(32).toString('base64url')
  private server: Server | undefined
  private files: WindowFiles | undefined
  private gate: Gate | undefined

  constructor(
    private readonly deps: LoopbackDeps,
    private readonly options: LoopbackOptions,
  ) {
    this.tokens = new BootTokens(deps.clock)
    this.streams = new EventStreams(deps.notices)
  }

  /** Returns where it listens: `http://127.0.0.1:49152`. */
  async start(): Promise<string> {
    const { requestTimeoutMs = 10_000, headersTimeoutMs = 5000, window } = this.options
    this.files = await WindowFiles.of(window)
    const server = createServer(
      {
        requestTimeout: requestTimeoutMs,
        headersTimeout: headersTimeoutMs,
        connectionsCheckingInterval: Math.min(1000, headersTimeoutMs),
        keepAliveTimeout: 60_000,
      },
      (request, response) => void this.handle(request, response),
    )
    server.maxConnections = CONNECTIONS
    this.server = server
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject)
      server.listen(0, '127.0.0.1', resolve)
    })
    const { port } = server.address() as AddressInfo
    // Cookies know no ports: two agents on one computer must not overwrite each other's.
    this.gate = { host: `127.0.0.1:${port}`, cookieName: `meantime-${port}`, session: this.session }
    return this.address
  }

  get address(): string {
    return `http://${this.opened.host}`
  }

  /** Lets one window in, once, within 30 s. Nothing that is kept, and no argument of a program, may hold it. */
  bootAddress(): string {
    return `${this.address}/boot?token=${this.tokens.mint()}`
  }

  async stop(): Promise<void> {
    const { server } = this
    this.server = undefined
    if (!server) return
    this.streams.end()
    const closed = new Promise<void>((resolve) => server.close(() => resolve()))
    server.closeAllConnections()
    await closed
  }

  private get opened(): Gate {
    if (this.gate) return this.gate
    throw new Error('the loopback carrier is not open')
  }

  private async handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    try {
      await this.answer(request, response)
    } catch (error) {
      this.deps.logger.error('a request could not be answered', { error: String(error) })
      response.destroy()
    }
  }

  private answer(request: IncomingMessage, response: ServerResponse): Promise<void> | void {
    const asked = read(request)
    const refusal = refusalOf(request, asked.purpose, this.opened) ?? asked.refusal
    if (refusal) return this.turnAway(response, refusal, asked)
    switch (asked.purpose) {
      case 'boot':
        return this.letIn(response, asked)
      case 'command':
        return this.ask(request, response, asked)
      case 'events':
        return this.streams.full ? this.turnAway(response, FULL, asked) : this.streams.begin(response)
      default:
        return this.file(response, asked)
    }
  }

  private letIn(response: ServerResponse, asked: Asked): void {
    if (!this.tokens.redeem(asked.token)) {
      this.turnAway(response, SPENT, asked)
      return
    }
    const { cookieName, session } = this.opened
    const cookie = `${cookieName}=${session}; HttpOnly; SameSite=Strict; Path=/`
    send(response, 200, 'text/html; charset=utf-8', ENTRY_PAGE, { 'Set-Cookie': cookie })
  }

  private async ask(request: IncomingMessage, response: ServerResponse, asked: Asked): Promise<void> {
    const name = asked.path.slice(COMMANDS.length)
    const body = await readJson(request)
    if ('refusal' in body) return this.turnAway(response, body.refusal, asked)
    const answer = await this.deps.dispatch(name, body.value)
    sendJson(response, isOperation(name) ? 200 : 404, answer)
  }

  private async file(response: ServerResponse, asked: Asked): Promise<void> {
    const file = await this.files?.read(asked.path)
    if (!file) return this.turnAway(response, MISSING, asked)
    const policy = asked.path === '/' ? { 'Content-Security-Policy': WINDOW_POLICY } : {}
    send(response, 200, file.type, file.bytes, policy)
  }

  /** What was asked is not logged: an address may hold a token. */
  private turnAway(response: ServerResponse, refusal: Refusal, { purpose }: Asked): void {
    this.deps.logger.info('a request was turned away', { status: refusal.status, purpose, code: refusal.reason })
    refuse(response, refusal, purpose === 'command' || purpose === 'events' ? 'answer' : 'page')
  }
}

const COMMANDS = '/bridge/'
const FULL: Refusal = { status: 503, reason: 'Too many windows are open.' }
const SPENT: Refusal = {
  status: 403,
  reason: 'This link has been used, or is older than 30 seconds. Open Meantime again from where you started it.',
}
const MISSING: Refusal = { status: 404, reason: 'There is nothing here.' }
const METHOD: Refusal = { status: 405, reason: 'That cannot be done here.' }
const FORM: Refusal = { status: 400, reason: 'That is no address of Meantime.' }

interface Asked {
  readonly purpose: Purpose
  readonly path: string
  readonly token: string
  readonly refusal?: Refusal
}

/** Paths are taken as they stand: what would have to be decoded or resolved is nothing of ours. */
function read({ url = '', method }: IncomingMessage): Asked {
  const [path = '', query = ''] = url.split('?', 2)
  const purpose = purposeOf(path)
  const token = new URLSearchParams(query).get('token') ?? ''
  const asked = { purpose, path, token }
  if (!/^\/[\w./-]*$/.test(path)) return { ...asked, refusal: FORM }
  if (method !== (purpose === 'command' ? 'POST' : 'GET')) return { ...asked, refusal: METHOD }
  return asked
}

function purposeOf(path: string): Purpose {
  if (path === '/boot') return 'boot'
  if (path === '/notices') return 'events'
  if (path.startsWith(COMMANDS)) return 'command'
  return path === '/' ? 'document' : 'file'
}
