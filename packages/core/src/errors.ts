/**
 * What kind of trouble it is; an app maps it to an exit code or a screen.
 * `input` the caller's words are wrong · `state` right words, wrong moment · `auth` signing in is needed ·
 * `network` the server was not reached or not understood · `storage` the disk or the database · `bug` ours.
 */
export type ErrorKind = 'input' | 'state' | 'auth' | 'network' | 'storage' | 'bug'

export interface ErrorDetails {
  /** Stable, UPPER_SNAKE_CASE. Callers branch on it; messages may change. */
  code: string
  kind: ErrorKind
  /** What happened, one sentence, for a person. */
  message: string
  /** What is safe, one sentence: "Your work is saved on this computer." */
  safe?: string
  /** What to do, one sentence. */
  hint?: string
  cause?: unknown
}

const BRAND = Symbol.for('meantime.Error')

/** The one error class that people may see. Recognise it by `isMeantimeError`, never by class identity. */
export class MeantimeError extends Error {
  readonly [BRAND] = true
  readonly code: string
  readonly kind: ErrorKind
  readonly safe: string | undefined
  readonly hint: string | undefined

  constructor(details: ErrorDetails) {
    super(details.message, details.cause === undefined ? undefined : { cause: details.cause })
    this.name = 'MeantimeError'
    this.code = details.code
    this.kind = details.kind
    this.safe = details.safe
    this.hint = details.hint
  }
}

export function isMeantimeError(error: unknown, code?: string): error is MeantimeError {
  return (
    typeof error === 'object' &&
    error !== null &&
    (error as { [BRAND]?: unknown })[BRAND] === true &&
    (code === undefined || (error as MeantimeError).code === code)
  )
}

export const AUTH_REQUIRED = 'AUTH_REQUIRED'

export function authRequiredError(cause?: unknown): MeantimeError {
  return new MeantimeError({
    code: AUTH_REQUIRED,
    kind: 'auth',
    message: 'You are not signed in.',
    safe: 'Your work is saved on this computer and will be delivered after you sign in.',
    hint: 'Run `meantime login`.',
    cause,
  })
}

export const isAuthRequiredError = (error: unknown): error is MeantimeError => isMeantimeError(error, AUTH_REQUIRED)

export const QUEUE_FULL = 'QUEUE_FULL'

export function queueFullError(capacity: number): MeantimeError {
  return new MeantimeError({
    code: QUEUE_FULL,
    kind: 'storage',
    message: `The queue holds its limit of ${capacity} undelivered tasks; this one was not taken.`,
    safe: 'Your tracked time is saved; only screenshots and activity samples are refused.',
    hint: 'Connect to your server so that the queue can drain.',
  })
}

export const isQueueFullError = (error: unknown): error is MeantimeError => isMeantimeError(error, QUEUE_FULL)
