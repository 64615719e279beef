import { gzipSync } from 'node:zlib'
import type { ItemResult, SyncResult } from '@meantime/protocol'
import { json, page, problem } from '../fake-meantime/replies.js'
import type { Fault, ResultTwist } from './fault.js'

/** How a fault spoils the answer to one request. */
export interface Spoiled {
  /** Answers in place of the server: the request takes no effect. */
  readonly instead?: () => Promise<Response | undefined>
  /** Changes the server's answer: the request has taken effect. Undefined breaks the connection. */
  readonly after?: (answer: Response) => Promise<Response | undefined>
}

/** All faults that an HTTP response can show; the others are of the socket's own server. */
export function spoilResponse(fault: Fault): Spoiled {
  switch (fault.kind) {
    case 'pass':
    case 'connection':
      return {}
    case 'reset':
      return fault.applied ? { after: async () => undefined } : { instead: async () => undefined }
    case 'status':
      return { instead: async () => status(fault) }
    case 'json':
      return { instead: async () => json(200, fault.body) }
    case 'silence':
      return { instead: () => fault.keep() }
    case 'bomb':
      return { instead: async () => bomb(fault.bytes) }
    case 'endless':
      return { instead: async () => ok(endless()) }
    case 'half':
      return { after: async (answer) => half(answer, fault.cut) }
    case 'results':
      return { after: async (answer) => twisted(answer, fault.twist) }
    case 'content-type':
      return { after: async (answer) => as(answer, await answer.text(), { 'content-type': fault.contentType }) }
    case 'drip':
      return { after: async (answer) => as(answer, fault.open(new Uint8Array(await answer.arrayBuffer()))) }
  }
}

function status({ status, body, code, headers }: Extract<Fault, { kind: 'status' }>): Response {
  if (body === 'problem') return problem(status, code, headers)
  if (body === 'empty') return new Response(null, { status, headers })
  const answer = page(status)
  for (const [name, value] of Object.entries(headers)) answer.headers.set(name, value)
  return answer
}

type Body = string | Uint8Array<ArrayBuffer> | ReadableStream<Uint8Array>

const JSON_TYPE = { 'content-type': 'application/json' }
const ok = (body: Body, headers = {}) => new Response(body, { headers: { ...JSON_TYPE, ...headers } })

/** Answers of these have no body; a stream in its place is let go by itself. */
const BODILESS: ReadonlySet<number> = new Set([204, 205, 304])

function as({ status, headers }: Response, body: Body, changed: Readonly<Record<string, string>> = {}): Response {
  return new Response(BODILESS.has(status) ? null : body, {
    status,
    headers: { ...Object.fromEntries(headers), ...changed },
  })
}

async function half(answer: Response, cut: boolean): Promise<Response> {
  const whole = new Uint8Array(await answer.arrayBuffer())
  const start = whole.slice(0, Math.ceil(whole.byteLength / 2))
  if (!cut) return as(answer, start)
  let sent = false
  const broken = new ReadableStream<Uint8Array>({
    pull(controller) {
      if (sent) controller.error(new Error('The connection broke.'))
      else controller.enqueue(start)
      sent = true
    },
  })
  return as(answer, broken)
}

function bomb(bytes: number): Response {
  return ok(new Uint8Array(gzipSync(Buffer.alloc(bytes, ' '), { level: 9 })), { 'content-encoding': 'gzip' })
}

/** More than anybody takes; it ends all the same, for a mock goes on reading after its client has hung up. */
const ENDLESS_BYTES = 32 * 1024 * 1024

function endless(): ReadableStream<Uint8Array> {
  const more = new Uint8Array(Buffer.alloc(64 * 1024, ' '))
  let left = ENDLESS_BYTES / more.byteLength
  return new ReadableStream({
    async pull(controller) {
      // In a turn of its own: a reader that takes all at once must not keep the client from hanging up.
      await new Promise((resolve) => setImmediate(resolve))
      left -= 1
      if (left < 0) controller.close()
      else controller.enqueue(more)
    },
  })
}

async function twisted(answer: Response, twist: ResultTwist): Promise<Response> {
  if (!answer.ok) return answer
  const { results } = (await answer.json()) as SyncResult
  return as(answer, JSON.stringify({ results: TWISTS[twist](results) }))
}

const TWISTS: Readonly<Record<ResultTwist, (results: readonly ItemResult[]) => unknown[]>> = {
  missing: (results) => results.slice(0, -1),
  empty: () => [],
  duplicated: (results) => results.flatMap((result) => [result, result]),
  contradictory: (results) => results.flatMap((result) => [result, opposite(result)]),
  reordered: (results) => [...results].reverse(),
  unknown: (results) => [
    { id: 'nobody-asked', status: 'applied' },
    ...results,
    { id: results[0]?.id, status: 'shrugged-off' },
    null,
    'applied',
  ],
}

function opposite({ id, status }: ItemResult): ItemResult {
  const problem = { code: 'changed-its-mind', detail: 'The fake server changed its mind.' }
  return status === 'rejected' ? { id, status: 'applied' } : { id, status: 'rejected', problem }
}
