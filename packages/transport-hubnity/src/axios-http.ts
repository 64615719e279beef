import { Agent as HttpAgent } from 'node:http'
import { Agent as HttpsAgent } from 'node:https'
import type { Clock } from '@meantime/core'
import { Deadline, errorCode, jsonBody } from '@meantime/core/http'
import axios, { type AxiosInstance } from 'axios'
import { noAnswer } from './breakdown.js'
import type { Http, HttpAnswer, HttpRequest } from './http.js'
import type { HubnitySettings } from './settings.js'

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
    const { data, headers } = await jsonBody(json)
    const deadline = new Deadline(signal, timeoutMs ?? this.#settings.timeoutMs, this.#clock)
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
        signal: deadline.signal,
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
      throw noAnswer({ code: errorCode(error), aborted: deadline.aborted, timedOut: deadline.timedOut })
    } finally {
      deadline.release()
    }
  }

  close(): void {
    for (const agent of this.#agents) agent.destroy()
  }
}

const header = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined)
