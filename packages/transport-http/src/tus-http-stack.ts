import { type Secret, TransportError } from '@meantime/core'
import { PATHS } from '@meantime/protocol'
import type { HttpStack, HttpRequest as TusRequest, HttpResponse as TusResponse } from 'tus-js-client'
import type { Http, HttpAnswer, HttpRequest } from './http.js'

/** What the server names an upload by; anything else in an address is not believed. */
const UPLOAD_ID = /^[\w.~-]{1,200}$/

/**
 * tus-js-client over the same HTTP as everything else: proxies, timeouts, certificates and errors are judged in one
 * place. Of the addresses that a server gives only the last part is used: the token goes to our server and no other.
 */
export class TusHttpStack implements HttpStack {
  /** The last answer; tus-js-client's errors hold it too, in a wrapping of their own. */
  answer: HttpAnswer | undefined
  /** Whether it was about one upload, not about beginning one. */
  aboutUpload = false

  constructor(
    private readonly http: Http,
    private readonly endpoint: string,
    private readonly context: { readonly token: Secret; readonly signal: AbortSignal },
  ) {}

  createRequest(method: string, url: string): TusRequest {
    const begins = url === this.endpoint
    const path = begins ? PATHS.uploads : uploadPath(uploadIdIn(url))
    return new Request(method as HttpRequest['method'], url, async (request) => {
      this.answer = undefined
      this.aboutUpload = !begins
      const { token, signal } = this.context
      this.answer = await this.http.request({ ...request, path, bearer: token, signal })
      if (standsStill(request, this.answer)) throw nothingTaken()
      return this.answer
    })
  }

  getName(): string {
    return 'meantime'
  }
}

/** tus-js-client would go on sending the same part for ever, from a server that loses bytes or a file that lost its end. */
function standsStill({ method, headers }: Omit<HttpRequest, 'path'>, { status, upload }: HttpAnswer): boolean {
  if (method !== 'PATCH' || status < 200 || status > 299 || upload?.offset === undefined) return false
  return Number(upload.offset) <= Number(headers?.['Upload-Offset'])
}

const nothingTaken = (): TransportError =>
  new TransportError({ failure: 'server', message: 'Nothing of this part of the picture has arrived.' })

/** The id at the end of an upload's address; undefined when none stands there. */
export function uploadIdIn(url: string | null): string | undefined {
  const last = url?.split(/[?#]/, 1)[0]?.split('/').at(-1)
  return last !== undefined && UPLOAD_ID.test(last) && !/^\.+$/.test(last) ? last : undefined
}

function uploadPath(id: string | undefined): string {
  if (id === undefined) throw new Error('The server named an upload by something that is no name.')
  return `${PATHS.uploads}/${id}`
}

type Send = (request: Omit<HttpRequest, 'path'>) => Promise<HttpAnswer>

class Request implements TusRequest {
  private readonly headers: Record<string, string> = {}
  private onSent: ((bytes: number) => void) | undefined
  private answer: HttpAnswer | undefined

  constructor(
    private readonly method: HttpRequest['method'],
    private readonly url: string,
    private readonly transmit: Send,
  ) {}

  getMethod = (): string => this.method
  getURL = (): string => this.url
  getHeader = (header: string): string | undefined => this.headers[header]
  getUnderlyingObject = (): HttpAnswer | undefined => this.answer

  setHeader(header: string, value: string): void {
    this.headers[header] = value
  }

  setProgressHandler(handler: (bytesSent: number) => void): void {
    this.onSent = handler
  }

  /** By the signal of the context; tus-js-client itself has no need to. */
  async abort(): Promise<void> {}

  async send(body: Uint8Array | null): Promise<TusResponse> {
    const { 'Content-Type': type = 'application/offset+octet-stream', ...headers } = this.headers
    const sent = this.onSent
    this.answer = await this.transmit({
      method: this.method,
      headers,
      ...(body === null ? {} : { bytes: { data: body, type } }),
      ...(sent === undefined ? {} : { onSent: sent }),
    })
    return asResponse(this.answer)
  }
}

function asResponse(answer: HttpAnswer): TusResponse {
  const headers: Readonly<Record<string, string | undefined>> = {
    location: answer.location,
    'upload-offset': answer.upload?.offset,
    'upload-length': answer.upload?.length,
  }
  return {
    getStatus: () => answer.status,
    getHeader: (header) => headers[header.toLowerCase()],
    getBody: () => answer.text,
    getUnderlyingObject: () => answer,
  }
}
