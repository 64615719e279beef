import { type Secret, TransportError, type TransportFailure } from '@meantime/core'
import { parseRetryAfter, plainText } from '@meantime/core/http'
import type { HttpAnswer } from './http.js'

/** An answer of the server's own: JSON, whatever the status. */
export interface Said {
  readonly status: number
  readonly body: unknown
  /** What it says when it refuses, safe to show; several sentences are joined. */
  readonly message: string
  /** Each of them alone, as it came: only to be looked at, never shown. */
  readonly lines: readonly string[]
  readonly sentBytes: number
}

/**
 * Throws for what says nothing about the work: 401, 429, a redirect, a page in the server's place. `now` is UTC ms;
 * `secrets` are the request's, which a server might repeat.
 */
export function readAnswer(answer: HttpAnswer, now: number, secrets: readonly Secret[]): Said {
  const body = parseJson(answer.text)
  const lines = linesOf(body)
  const message = plainText(lines.join('; '), secrets)
  const { status, sentBytes } = answer
  const judged = judge(answer, body !== undefined)
  if (judged === undefined) return { status, body, message, lines, sentBytes }
  const retryAfterMs = parseRetryAfter(answer.retryAfter, now)
  throw new TransportError({
    ...judged,
    message: message === '' ? judged.message : `${judged.message} It says: ${message}`,
    ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
  })
}

interface Judgement {
  readonly failure: TransportFailure
  readonly message: string
  readonly hint?: string
}

function judge({ status, contentType }: HttpAnswer, isJson: boolean): Judgement | undefined {
  if (status === 401 && isJson)
    return { failure: 'unauthorized', message: 'The server asks you to sign in again.', hint: 'Run `meantime login`.' }
  if (status === 429) return { failure: 'throttled', message: 'The server asks for fewer requests (429).' }
  if (status === 407)
    return { failure: 'offline', message: 'A proxy asks for a password (407).', hint: 'Set HTTPS_PROXY with one.' }
  if (status === 511)
    return { failure: 'offline', message: 'The network asks you to sign in first (511).', hint: 'Open a browser.' }
  if (status === 408 || status === 425)
    return { failure: 'server', message: `The server asks to try again (${status}).` }
  // What stands in front of a server answers 502, 503 and 504 with pages of its own.
  if (status >= 500 && !isJson) return { failure: 'server', message: `The server failed (${status}).` }
  if (status === 502 || status === 503 || status === 504)
    return { failure: 'server', message: `The server failed (${status}).` }
  if (isJson && status < 600 && (status < 300 || status >= 400)) return undefined
  if (/json/i.test(contentType)) return { failure: 'server', message: 'The server sent half an answer.' }
  return stranger(status)
}

export function stranger(status: number): Judgement {
  const message = `What answers at the server address is not a Hubnity server (${status}).`
  const hint = 'Check the server address. A network that asks you to sign in first can also answer in its place.'
  return { failure: 'not-meantime', message, hint }
}

/** Undefined when it is not JSON: no JSON text means undefined. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

function linesOf(body: unknown): readonly string[] {
  const { message } = record(body)
  if (Array.isArray(message)) return message.filter((line) => typeof line === 'string')
  return typeof message === 'string' ? [message] : []
}

export function record(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : {}
}
