import { Agent as HttpAgent } from 'node:http'
import { Agent as HttpsAgent } from 'node:https'
import { promisify } from 'node:util'
import { gzip } from 'node:zlib'
import type { Clock } from '@meantime/core'
import axios, { type AxiosInstance } from 'axios'
import { noAnswer } from './breakdown.js'
import type { Http, HttpAnswer, HttpRequest } from './http.js'
import type { HubnitySettings } from './settings.js'

const compress = promisify(gzip)
const GZIP_ABOVE_BYTES = 1024
/** A thousand entries with long descriptions. */
const MAX_ANSWER_BYTES = 32 * 1024 * 1024

/** Requests over axios' http adapter, which knows HTTP_PROXY and NO_PROXY. No retries and no redirects. */
export class AxiosHttp implements Http {
  readonly #settings: HubnitySettings
  readonly #clock: Clock
  readonly #axios: AxiosInstance
  readonly #agents = [new HttpAgent({ keepAlive: true }), new HttpsAgent({ keepAlive: true })] as const

  constructor(settings: HubnitySettings, clock: Clock) {
    this.#settings = settings
    this.#clock = clock
    this.#axios = axios.create({
      adapter: 'http',
      httpAgent: this.#agents[0],
      httpsAgent: this.#agents[1],
      maxRedirects: 0,
      maxContentLength: MAX_ANSWER_BYTES,
      maxBodyLength: Number.POSITIVE_INFINITY,
      responseType: 'text',
      transformRequest: [(data) => data],
      transformResponse: [(data) => data],
      validateStatus: () => true,
    })
  }

  async request({ method, path, json, bearer, timeoutMs, signal }: HttpRequest): Promise<HttpAnswer> {
    const { data, headers } = await encode(json)
    const limit = new Limit(signal, timeoutMs ?? this.#settings.timeoutMs, this.#clock)
    try {
      const answer = await this.#axios.request<string>({
        method,
        url: this.#settings.server + path,
        headers: {
          accept: 'application/json',
          'user-agent': this.#settings.userAgent,
          ...(bearer === undefined ? {} : { authorization: `Bearer ${bearer.reveal()}` }),
          ...headers,
        },
        data,
        signal: limit.signal,
      })
      return {
        status: answer.status,
        contentType: header(answer.headers['content-type']) ?? '',
        retryAfter: header(answer.headers['retry-after']),
        text: typeof answer.data === 'string' ? answer.data : '',
        sentBytes: data?.byteLength ?? 0,
      }
    } catch (error) {
      // An AxiosError carries the headers and the body of the request: only its code leaves this method.
      throw noAnswer({ code: codeOf(error), aborted: limit.aborted, timedOut: limit.timedOut })
    } finally {
      limit.release()
    }
  }

  close(): void {
    for (const agent of this.#agents) agent.destroy()
  }
}

async function encode(json: unknown): Promise<{ data?: Buffer; headers: Record<string, string | false> }> {
  // Left out, axios would claim that nothing is a form.
  if (json === undefined) return { headers: { 'content-type': false } }
  const plain = Buffer.from(JSON.stringify(json))
  const headers = { 'content-type': 'application/json' }
  if (plain.byteLength <= GZIP_ABOVE_BYTES) return { data: plain, headers }
  return { data: await compress(plain), headers: { ...headers, 'content-encoding': 'gzip' } }
}

/** One signal out of the caller's and the deadline; AbortSignal.any leaks listeners on a long-lived signal. */
class Limit {
  readonly #stop = new AbortController()
  readonly #timer = new AbortController()
  readonly #caller: AbortSignal | undefined
  readonly #onAbort = () => {
    this.aborted = true
    this.#stop.abort()
  }
  aborted = false
  timedOut = false

  constructor(caller: AbortSignal | undefined, timeoutMs: number, clock: Clock) {
    this.#caller = caller
    if (caller?.aborted) this.#onAbort()
    caller?.addEventListener('abort', this.#onAbort, { once: true })
    clock.sleep(timeoutMs, this.#timer.signal).then(
      () => {
        this.timedOut = !this.aborted
        this.#stop.abort()
      },
      () => undefined,
    )
  }

  get signal(): AbortSignal {
    return this.#stop.signal
  }

  release(): void {
    this.#caller?.removeEventListener('abort', this.#onAbort)
    this.#timer.abort()
  }
}

const header = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined)

function codeOf(error: unknown): string | undefined {
  const { code } = error as { code?: unknown }
  return typeof code === 'string' && /^[A-Z0-9_]{1,60}$/.test(code) ? code : undefined
}
