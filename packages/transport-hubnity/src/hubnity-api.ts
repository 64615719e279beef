import { type Clock, type Secret, TransportError } from '@meantime/core'
import { readAnswer, record, type Said, stranger } from './answer.js'
import type { Http, HttpRequest } from './http.js'
import type { Pace } from './pace.js'
import { type Row, readRows } from './row.js'

/** Who asks, and until when. */
export interface Asker {
  readonly token: Secret
  readonly signal: AbortSignal | undefined
  /** Called before each request; throws when there is no time left for one. */
  readonly mayAsk?: () => void
  /** Called with the bytes that went out. */
  readonly sent?: (bytes: number) => void
}

const LIMIT = 1000
const SHORTEST_WINDOW_MS = 60_000

/** The requests that the sync needs, one method each. They throw a TransportError for what says nothing about the work. */
export class HubnityApi {
  readonly #http: Http
  readonly #pace: Pace
  readonly #clock: Clock

  constructor(http: Http, pace: Pace, clock: Clock) {
    this.#http = http
    this.#pace = pace
    this.#clock = clock
  }

  sync(entries: readonly object[], asker: Asker): Promise<Said> {
    return this.#ask('POST sync', { method: 'POST', path: '/time-entries/sync', json: { entries } }, asker)
  }

  create(fields: object, asker: Asker): Promise<Said> {
    return this.#ask('POST entries', { method: 'POST', path: '/time-entries', json: fields }, asker)
  }

  patch(id: string, fields: object, asker: Asker): Promise<Said> {
    const path = `/time-entries/${encodeURIComponent(id)}`
    return this.#ask('PATCH entries', { method: 'PATCH', path, json: fields }, asker)
  }

  /** Running and paused entries; those of the whole company for some roles. */
  async active(asker: Asker): Promise<readonly Row[]> {
    return rowsOf(await this.#ask('GET active', { method: 'GET', path: '/time-entries/active' }, asker))
  }

  /** All entries that start within [from, to], UTC ms, however many there are. */
  async list(from: number, to: number, asker: Asker): Promise<readonly Row[]> {
    const query = new URLSearchParams({ startDate: iso(from), endDate: iso(to), limit: String(LIMIT) })
    const rows = rowsOf(await this.#ask('GET entries', { method: 'GET', path: `/time-entries?${query}` }, asker))
    if (rows.length < LIMIT || to - from <= SHORTEST_WINDOW_MS) return rows
    const middle = Math.floor((from + to) / 2)
    return [...(await this.list(from, middle, asker)), ...(await this.list(middle + 1, to, asker))]
  }

  projects(asker: Asker): Promise<Said> {
    return this.#ask('GET projects', { method: 'GET', path: '/projects' }, asker)
  }

  screenshot(fields: object, asker: Asker, timeoutMs: number): Promise<Said> {
    return this.#ask('POST shots', { method: 'POST', path: '/screenshots', json: fields, timeoutMs }, asker)
  }

  /** The ids of an entry's pictures; undefined where the server does not tell. */
  async screenshotsOf(entry: string, asker: Asker): Promise<readonly string[] | undefined> {
    const path = `/screenshots/time-entry/${encodeURIComponent(entry)}`
    const said = await this.#ask('GET shots', { method: 'GET', path }, asker)
    if (said.status >= 500) throw unexpected(said)
    if (said.status !== 200 || !Array.isArray(said.body)) return undefined
    return said.body.map((shot) => String(record(shot).id))
  }

  heartbeat(asker: Asker): Promise<Said> {
    return this.#ask('POST heartbeat', { method: 'POST', path: '/idle/heartbeat', json: { isActive: true } }, asker)
  }

  async #ask(handler: string, request: HttpRequest, { token, signal, mayAsk, sent }: Asker): Promise<Said> {
    mayAsk?.()
    if (signal?.aborted) throw new TransportError({ failure: 'aborted', message: 'The request was stopped.' })
    await this.#pace.turn(handler, signal)
    const answer = await this.#http.request({ ...request, bearer: token, signal })
    sent?.(answer.sentBytes)
    try {
      return readAnswer(answer, this.#clock.now(), [token])
    } catch (error) {
      if (error instanceof TransportError && error.failure === 'throttled') {
        const retryAfterMs = this.#pace.refused(handler, error.retryAfterMs)
        throw new TransportError({ failure: 'throttled', message: error.message, retryAfterMs })
      }
      throw error
    }
  }
}

function rowsOf(said: Said): readonly Row[] {
  const rows = said.status === 200 ? readRows(said.body) : undefined
  if (rows) return rows
  throw unexpected(said)
}

/** For a refusal of something that is never refused for what it is about. */
export function unexpected({ status, message }: Said): TransportError {
  const says = message === '' ? '' : ` It says: ${message}`
  if (status === 403)
    return new TransportError({ failure: 'forbidden', message: `The server does not let this account in.${says}` })
  if (status >= 500) return new TransportError({ failure: 'server', message: `The server failed (${status}).${says}` })
  return new TransportError(stranger(status))
}

const iso = (at: number): string => new Date(Math.max(0, at)).toISOString()
