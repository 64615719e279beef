import { timingSafeEqual } from 'node:crypto'
import type { IncomingMessage } from 'node:http'

export interface Refusal {
  readonly status: 400 | 401 | 403 | 404 | 405 | 413 | 415 | 421 | 503
  /** For a person, and for the log: it repeats nothing of the request. */
  readonly reason: string
}

/** What a request asks for decides what it must prove. */
export type Purpose = 'boot' | 'document' | 'file' | 'events' | 'command'

export interface Gate {
  /** `127.0.0.1:49152`, exactly. */
  readonly host: string
  readonly cookieName: string
  readonly session: string
}

/**
 * Lets through only what a window of ours sends. A name that was made to point here (DNS rebinding) has another Host; a
 * page of somebody else has no cookie, because it is SameSite=Strict, and cannot say that it is of our origin.
 */
export function refusalOf(request: IncomingMessage, purpose: Purpose, gate: Gate): Refusal | undefined {
  const { headers, headersDistinct } = request
  if (headersDistinct.host?.length !== 1 || headers.host !== gate.host) return MISDIRECTED
  // Comes from a file on the disk, so from no site at all; its token is its proof.
  if (purpose === 'boot') return FRAMES.has(headers['sec-fetch-dest']) ? FRAMED : undefined
  const site = one(headers['sec-fetch-site'])
  if (!SITES[purpose].includes(site)) return FOREIGN
  if (FRAMES.has(headers['sec-fetch-dest'])) return FRAMED
  if (headers.origin !== undefined && headers.origin !== `http://${gate.host}`) return FOREIGN
  if (purpose === 'command' && headers.origin === undefined) return FOREIGN
  return hasCookie(headers.cookie, gate) ? undefined : UNKNOWN
}

/** Browsers that say nothing are let in to read with the cookie; to change anything they must say. */
const SITES: Readonly<Record<Exclude<Purpose, 'boot'>, readonly (string | undefined)[]>> = {
  document: ['none', 'same-origin', undefined],
  file: ['none', 'same-origin', undefined],
  events: ['same-origin'],
  command: ['same-origin'],
}
const FRAMES: ReadonlySet<unknown> = new Set(['iframe', 'frame', 'object', 'embed', 'fencedframe'])

const MISDIRECTED: Refusal = { status: 421, reason: 'This address does not belong to Meantime.' }
const FOREIGN: Refusal = { status: 403, reason: 'Only Meantime’s own window may ask this.' }
const FRAMED: Refusal = { status: 403, reason: 'Meantime is not shown inside of other pages.' }
const UNKNOWN: Refusal = {
  status: 401,
  reason: 'This window was not let in. Open Meantime again from where you started it.',
}

function hasCookie(header: string | undefined, { cookieName, session }: Gate): boolean {
  const found = (header ?? '').split(';').map((part) => part.trim())
  return found.some((part) => part.startsWith(`${cookieName}=`) && same(part.slice(cookieName.length + 1), session))
}

/** Takes as long for a nearly right one. */
function same(given: string, wanted: string): boolean {
  const [a, b] = [Buffer.from(given), Buffer.from(wanted)]
  return a.length === b.length && timingSafeEqual(a, b)
}

const one = (value: string | string[] | undefined): string | undefined => (Array.isArray(value) ? 'many' : value)
