import type { Secret } from '@meantime/core'

/** One request to the server, in words that no HTTP library shows through. */
export interface HttpRequest {
  readonly method: 'GET' | 'POST'
  /** Below the server's address, with a slash in front. */
  readonly path: string
  /** Sent as JSON, compressed above GZIP_ABOVE_BYTES. */
  readonly json?: unknown
  readonly bearer?: Secret
  readonly signal?: AbortSignal | undefined
}

/** What came back, whatever the status. */
export interface HttpAnswer {
  readonly status: number
  readonly contentType: string
  readonly retryAfter: string | undefined
  readonly location: string | undefined
  readonly text: string
  /** Size of the request's body on the wire. */
  readonly sentBytes: number
}

/** Sends one request once. Throws a TransportError when no whole answer came; its causes hold nothing of the request. */
export interface Http {
  request(request: HttpRequest): Promise<HttpAnswer>
}
