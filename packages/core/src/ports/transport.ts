import { token } from '../container.js'
import type { AccountId, TaskId } from '../domain/ids.js'
import { type ErrorKind, isMeantimeError, MeantimeError } from '../errors.js'
import type { Secret } from '../secret.js'
import type { ClaimedTask, Reason } from './queue.js'

export type Outcome =
  /** It took effect now. */
  | { readonly kind: 'applied' }
  /** It had taken effect before; nothing changed. */
  | { readonly kind: 'duplicate' }
  /** The server will never take it as it is. */
  | { readonly kind: 'rejected'; readonly reason: Reason }
  /** The server could not take it now. */
  | { readonly kind: 'retry'; readonly afterMs?: number; readonly reason: Reason }
  /** Something before it in its lane has not taken effect. */
  | { readonly kind: 'blocked'; readonly reason: Reason }

export interface BatchResult {
  /** A task without an outcome is unknown: it is tried again. */
  readonly outcomes: ReadonlyMap<TaskId, Outcome>
  /** Bytes that went over the wire as the request's body. */
  readonly bytes: number
  /** False: the server forgot what it had confirmed (an older backup was restored) and took nothing. Absent: unsaid. */
  readonly knows?: boolean
  /** Of `known` and what is at the server of this batch, what took effect last: to be named as `known` from now on. */
  readonly latest?: TaskId
}

export interface SendContext {
  readonly token: Secret
  readonly signal: AbortSignal
  /** Whose work it is. Absent: whoever the token belongs to. */
  readonly account?: AccountId
  /** The latest task that this server confirmed to this data folder. */
  readonly known?: TaskId
}

export interface Transport {
  /** Delivers one batch. Throws a TransportError when the batch as a whole got no answer about its tasks. */
  send(batch: readonly ClaimedTask[], context: SendContext): Promise<BatchResult>
}

export const TRANSPORT = token<Transport>('meantime.Transport')

/**
 * Why a whole request failed.
 * `offline` no connection · `timeout` no answer in time · `unauthorized` 401 · `forbidden` 403 · `throttled` 429 ·
 * `server` 5xx, 408, 425 or a broken answer · `too-large` 413 · `invalid` 400 or 422, the envelope was refused ·
 * `upgrade` 426, this version is too old · `not-meantime` something else answers there · `aborted` we stopped it.
 */
export type TransportFailure =
  | 'offline'
  | 'timeout'
  | 'unauthorized'
  | 'forbidden'
  | 'throttled'
  | 'server'
  | 'too-large'
  | 'invalid'
  | 'upgrade'
  | 'not-meantime'
  | 'aborted'

export interface TransportErrorDetails {
  failure: TransportFailure
  message: string
  hint?: string
  /** From Retry-After, already relative; never negative. */
  retryAfterMs?: number
  /** What one task holds may be why: a firewall refused the request, or the connection broke under it. */
  mayBeATask?: boolean
  cause?: unknown
}

export class TransportError extends MeantimeError {
  readonly failure: TransportFailure
  readonly retryAfterMs: number | undefined
  readonly mayBeATask: boolean

  constructor(details: TransportErrorDetails) {
    super({
      code: TRANSPORT_CODES[details.failure],
      kind: TRANSPORT_KINDS[details.failure] ?? 'network',
      message: details.message,
      safe: 'Your work is saved on this computer.',
      ...(details.hint === undefined ? {} : { hint: details.hint }),
      ...(details.cause === undefined ? {} : { cause: details.cause }),
    })
    this.name = 'TransportError'
    this.failure = details.failure
    this.retryAfterMs = details.retryAfterMs
    this.mayBeATask = details.mayBeATask ?? false
  }
}

export function isTransportError(error: unknown, failure?: TransportFailure): error is TransportError {
  if (!isMeantimeError(error)) return false
  const found = (error as TransportError).failure
  return found !== undefined && (failure === undefined || found === failure)
}

const TRANSPORT_KINDS: Partial<Record<TransportFailure, ErrorKind>> = { unauthorized: 'auth', forbidden: 'auth' }

const TRANSPORT_CODES: Record<TransportFailure, string> = {
  offline: 'SERVER_UNREACHABLE',
  timeout: 'SERVER_TIMEOUT',
  unauthorized: 'UNAUTHORIZED',
  forbidden: 'FORBIDDEN',
  throttled: 'THROTTLED',
  server: 'SERVER_ERROR',
  'too-large': 'BATCH_TOO_LARGE',
  invalid: 'BATCH_REFUSED',
  upgrade: 'UPGRADE_REQUIRED',
  'not-meantime': 'NOT_A_MEANTIME_SERVER',
  aborted: 'ABORTED',
}
