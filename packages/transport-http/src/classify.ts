import { type Secret, TransportError, type TransportFailure } from '@meantime/core'
import { type Breakdown, breakdownDetails, parseRetryAfter, plainText } from '@meantime/core/http'
import { type Problem, problem } from '@meantime/protocol'
import type { HttpAnswer } from './http.js'

export function classifyBreakdown(breakdown: Breakdown): TransportError {
  const details = breakdownDetails(breakdown)
  const mayBeATask = details.failure === 'offline' && BROKE.has(breakdown.code ?? '')
  return new TransportError({ ...details, mayBeATask })
}

/**
 * For an answer whose status is not the one that was hoped for. `now` is UTC ms, for Retry-After; `secrets` are those of
 * the request, which a server might repeat in its problem.
 */
export function classifyAnswer(answer: HttpAnswer, now: number, secrets: readonly Secret[]): TransportError {
  const told = readProblem(answer)
  const retryAfterMs = parseRetryAfter(answer.retryAfter, now)
  const { failure, message, hint } = judge(answer)
  return new TransportError({
    failure,
    mayBeATask: failure === 'not-meantime' && FIREWALLS_SAY.has(answer.status),
    message: told?.detail === undefined ? message : `${message} It says: ${plainText(told.detail, secrets)}`,
    ...(hint === undefined ? {} : { hint }),
    ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
  })
}

/** The problem (RFC 9457) in an answer, if it holds one of ours. */
export function readProblem(answer: HttpAnswer): Problem | undefined {
  const read = problem.safeParse(parseJson(answer.text))
  return read.success ? read.data : undefined
}

/** Undefined when it is not JSON: no JSON text means undefined. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** For a 200 whose body is not what was asked for. */
export function classifyBody({ contentType, text }: HttpAnswer): TransportError {
  if (isJson(contentType) && parseJson(text) === undefined)
    return new TransportError({ failure: 'server', message: 'The server sent half an answer.' })
  return new TransportError({
    failure: 'not-meantime',
    message: 'What answers at the server address is not a Meantime server.',
    hint: `${CHECK_ADDRESS} A network that asks you to sign in first can also answer in its place.`,
  })
}

interface Judgement {
  readonly failure: TransportFailure
  readonly message: string
  readonly hint?: string
}

function judge(answer: HttpAnswer): Judgement {
  const { status } = answer
  // A page, not a problem: some box in between answers, and nothing may be decided about the work by it.
  if (isHtml(answer.contentType) && PAGE_MEANS_STRANGER.has(status)) return stranger(status)
  // What parks work must be said in the API's own words: a balancer's 400 is often plain text, or nothing.
  if (PARKS.has(status) && readProblem(answer) === undefined) return stranger(status)
  if (status >= 300 && status < 400) return redirected(answer)
  const known = STATUS[status]
  if (known !== undefined) return known
  if (status >= 500) return { failure: 'server', message: `The server failed (${status}).` }
  return stranger(status)
}

const CHECK_ADDRESS = 'Check the server address.'

const STATUS: Readonly<Record<number, Judgement>> = {
  400: { failure: 'invalid', message: 'The server could not read the request (400).' },
  401: { failure: 'unauthorized', message: 'The server asks you to sign in again.', hint: 'Run `meantime login`.' },
  403: { failure: 'forbidden', message: 'The server does not let this account in.' },
  407: { failure: 'offline', message: 'A proxy asks for a password (407).', hint: 'Set HTTPS_PROXY with one.' },
  408: { failure: 'server', message: 'The server stopped waiting for the request (408).' },
  413: { failure: 'too-large', message: 'The server takes less at a time (413).' },
  422: { failure: 'invalid', message: 'The server refused the request (422).' },
  425: { failure: 'server', message: 'The server asks to try again (425).' },
  426: { failure: 'upgrade', message: 'This version of Meantime is too old for the server.', hint: 'Update Meantime.' },
  429: { failure: 'throttled', message: 'The server asks for fewer requests (429).' },
  511: {
    failure: 'offline',
    message: 'The network asks you to sign in first (511).',
    hint: 'Open a browser to do so.',
  },
}

const PAGE_MEANS_STRANGER: ReadonlySet<number> = new Set([401, 403])
const PARKS: ReadonlySet<number> = new Set([400, 422])
/** What firewalls answer when they do not like something in a request (ModSecurity, the clouds'). */
const FIREWALLS_SAY: ReadonlySet<number> = new Set([400, 403, 406, 422])

function stranger(status: number): Judgement {
  const message = `What answers at the server address is not a Meantime server (${status}).`
  return { failure: 'not-meantime', message, hint: CHECK_ADDRESS }
}

function redirected({ status, location }: HttpAnswer): Judgement {
  const target = location !== undefined && URL.canParse(location) ? new URL(location) : undefined
  const where = target === undefined ? 'elsewhere' : `to ${plainText(target.origin + target.pathname)}`
  return {
    failure: 'not-meantime',
    message: `The server address leads ${where} (${status}); Meantime does not follow.`,
    hint: 'Use the address that it leads to, if you trust it.',
  }
}

const isJson = (contentType: string): boolean => /^application\/(?:[\w.+-]+\+)?json\b/i.test(contentType)
const isHtml = (contentType: string): boolean => /^(?:text\/html|application\/xhtml\+xml)\b/i.test(contentType)

/** Somebody had answered the call: a server that died of the request looks like this too. */
const BROKE: ReadonlySet<string> = new Set(['ECONNRESET', 'EPIPE'])
