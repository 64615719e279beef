import type { OlderServer } from '@meantime/testkit/older-server'
import { type HttpAnswer, type HttpRequest, NoAnswer } from '@meantime/transport-hubnity'
import { must } from '../model/violation.js'
import type { Fate } from './commands.js'

const SERVER = 'https://hubnity.example.test/api/v1'

/** Between one program and the server: what becomes of each request. */
export class Network {
  up = true
  fates: Fate[] = []
  /** Resolves when the program died of a request. */
  die: () => Promise<void> = async () => undefined
  /** Called around what takes effect late. */
  late: (effect: () => Promise<unknown>) => Promise<unknown> = (effect) => effect()
  /** Requests that were answered, and all that were made. */
  readonly paths: string[] = []
  private waiting: (() => Promise<unknown>)[] = []

  constructor(
    private readonly older: OlderServer,
    private readonly hidden: string,
  ) {}

  async request(request: HttpRequest): Promise<HttpAnswer> {
    must(!JSON.stringify(request.json ?? '').includes(this.hidden), 'a token of a payload was sent')
    this.paths.push(`${request.method} ${request.path}`)
    if (!this.up) throw broken('offline', false)
    await this.catchUp()
    const fate = this.fates.shift() ?? 'pass'
    switch (fate) {
      case 'reset':
        throw broken('offline')
      case 'lost':
        await this.answer(request)
        throw broken('offline')
      case 'timeout':
        throw broken('timeout')
      case 'timeout-applied':
        await this.answer(request)
        throw broken('timeout')
      case 'late':
        // Nobody can take a change back that a newer one was made on: only what has a key may be late.
        if (request.path === '/time-entries/sync') this.waiting.push(() => this.answer(request))
        throw broken('timeout')
      case '401':
        return said(401, { message: 'Unauthorized', statusCode: 401 })
      case '429':
        return { ...said(429, { message: 'Too Many Requests', statusCode: 429 }), retryAfter: '60' }
      case '500':
      case '503':
        return said(Number(fate), { message: 'The model says so', statusCode: Number(fate) })
      case 'page':
        return { ...said(200, ''), contentType: 'text/html', text: '<!doctype html><title>Hello</title>' }
      case 'half': {
        const whole = await this.answer(request)
        return { ...whole, text: whole.text.slice(0, Math.floor(whole.text.length / 2)) }
      }
      case 'die':
      case 'die-applied':
        if (fate === 'die-applied') await this.answer(request)
        await this.die()
        return new Promise(() => undefined)
      default:
        return this.answer(request)
    }
  }

  /** What was late takes effect. */
  async catchUp(): Promise<void> {
    for (const answer of this.waiting.splice(0)) await this.late(answer)
  }

  private async answer({ method, path, json, bearer }: HttpRequest): Promise<HttpAnswer> {
    const body = json === undefined ? {} : { body: JSON.stringify(json) }
    const headers = bearer === undefined ? {} : { authorization: `Bearer ${bearer.reveal()}` }
    const answer = await this.older.handle(new Request(SERVER + path, { method, headers, ...body }), '/api/v1')
    if (answer === undefined) throw broken('offline')
    return {
      status: answer.status,
      contentType: answer.headers.get('content-type') ?? '',
      retryAfter: answer.headers.get('retry-after') ?? undefined,
      text: await answer.text(),
      sentBytes: 1,
    }
  }
}

const said = (status: number, body: unknown): HttpAnswer => {
  const text = JSON.stringify(body)
  return { status, contentType: 'application/json', retryAfter: undefined, text, sentBytes: 1 }
}

const broken = (failure: 'offline' | 'timeout', mayHaveArrived = true) =>
  new NoAnswer({ failure, message: `The model says ${failure}.` }, mayHaveArrived)
