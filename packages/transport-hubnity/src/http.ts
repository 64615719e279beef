import { type Secret, TransportError, type TransportErrorDetails, token } from '@meantime/core'

export interface HttpRequest {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH'
  /** Below the server's address, with a slash in front. */
  readonly path: string
  /** Sent as JSON, compressed when that is worth it. */
  readonly json?: unknown
  readonly bearer?: Secret
  /** @default the settings' */
  readonly timeoutMs?: number
  readonly signal?: AbortSignal | undefined
}

export interface HttpAnswer {
  readonly status: number
  readonly contentType: string
  readonly retryAfter: string | undefined
  readonly text: string
  /** Size of the request's body on the wire. */
  readonly sentBytes: number
}

/** Sends one request once. Throws NoAnswer when no whole answer came; it holds nothing of the request. */
export interface Http {
  request(request: HttpRequest): Promise<HttpAnswer>
  /** @default nothing to close */
  close?(): void
}

/** How requests go out; tests put something else in its place. */
export const HUBNITY_HTTP = token<Http>('meantime.hubnity.Http')

export class NoAnswer extends TransportError {
  /** False when it is certain that the server never got it: no connection was made. */
  readonly mayHaveArrived: boolean

  constructor(details: TransportErrorDetails, mayHaveArrived: boolean) {
    super(details)
    this.mayHaveArrived = mayHaveArrived
  }
}
