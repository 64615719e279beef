import type { Secret } from '@meantime/core'

/** One request to the server, in words that no HTTP library shows through. */
export interface HttpRequest {
  readonly method: 'GET' | 'POST' | 'HEAD' | 'PATCH'
  /** Below the server's address, with a slash in front. */
  readonly path: string
  /** Sent as JSON, compressed above GZIP_ABOVE_BYTES. */
  readonly json?: unknown
  /** Sent as it is, under its own content type. */
  readonly bytes?: { readonly data: Uint8Array; readonly type: string }
  readonly headers?: Readonly<Record<string, string>>
  /** Called with how many bytes of the body have gone out. Each call gives the request its whole time again. */
  readonly onSent?: (bytes: number) => void
  readonly bearer?: Secret
  readonly signal?: AbortSignal | undefined
}

/** What came back, whatever the status. */
export interface HttpAnswer {
  readonly status: number
  readonly contentType: string
  readonly retryAfter: string | undefined
  readonly location: string | undefined
  /** Headers of the answer by lower-case name; only what an upload is about. */
  readonly upload?: { readonly offset: string | undefined; readonly length: string | undefined }
  readonly text: string
  /** Size of the request's body on the wire. */
  readonly sentBytes: number
}

/** Sends one request once. Throws a TransportError when no whole answer came; its causes hold nothing of the request. */
export interface Http {
  request(request: HttpRequest): Promise<HttpAnswer>
}
