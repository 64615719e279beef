import { Drip } from './drip.js'
import { Silence } from './silence.js'

/** What is done to the list of results in an answer; the request has taken effect. */
export type ResultTwist =
  /** The last result is left out. */
  | 'missing'
  /** None is left. */
  | 'empty'
  /** Each comes twice. */
  | 'duplicated'
  /** Each is followed by another one for the same item that says the opposite. */
  | 'contradictory'
  /** In the reverse order. */
  | 'reordered'
  /** Some of items that nobody asked about, and some of a status that does not exist. */
  | 'unknown'

/** Happens to a connection before any request is read from it. */
export type ConnectionFault =
  /** Closed at once. */
  | 'closed'
  /** Never read from and never answered: nobody accepts it. */
  | 'deaf'
  /** A TLS server, which plain HTTP means nothing to. */
  | 'tls'
  /** Something that speaks, but not HTTP. */
  | 'not-http'

/** What happens to one request. Made by `fault`; `applied` says whether the request takes effect all the same. */
export type Fault =
  | { readonly kind: 'pass' }
  | { readonly kind: 'reset'; readonly applied: boolean }
  | {
      readonly kind: 'status'
      readonly status: number
      readonly body: 'problem' | 'page' | 'empty'
      readonly code: string
      readonly headers: Readonly<Record<string, string>>
    }
  | { readonly kind: 'json'; readonly body: unknown }
  | { readonly kind: 'half'; readonly cut: boolean }
  | { readonly kind: 'results'; readonly twist: ResultTwist }
  | { readonly kind: 'content-type'; readonly contentType: string }
  | { readonly kind: 'bomb'; readonly bytes: number }
  | { readonly kind: 'endless'; readonly part: 'headers' | 'body' }
  | { readonly kind: 'connection'; readonly how: ConnectionFault }
  | Silence
  | Drip

export interface StatusOptions {
  /** @default 'problem' (RFC 9457); a page is what a proxy sends */
  readonly body?: 'problem' | 'page' | 'empty'
  /** The problem's code. @default 'injected-fault' */
  readonly code?: string
  /** The Retry-After header: seconds, or the moment as an HTTP date. @default none */
  readonly retryAfter?: number | Date | string
  readonly headers?: Readonly<Record<string, string>>
}

const status = (
  status: number,
  { body = 'problem', code = 'injected-fault', retryAfter, headers }: StatusOptions = {},
) =>
  ({
    kind: 'status',
    status,
    body,
    code,
    headers: { ...(retryAfter === undefined ? {} : { 'retry-after': retryAfterText(retryAfter) }), ...headers },
  }) as const satisfies Fault

/** The words of a script, for `FaultPlan.next`. The same for mocked requests and for the real server. */
export const fault = {
  /** Nothing: one request that works, between two that do not. */
  pass: { kind: 'pass' },
  /** The connection breaks before the request takes effect. */
  reset: { kind: 'reset', applied: false },
  /** The request takes effect, and the connection breaks before the answer. */
  applyThenReset: { kind: 'reset', applied: true },
  /** Any status, with no effect. */
  status,
  /** A page with 200, as a captive portal sends it; no effect. */
  page: { kind: 'status', status: 200, body: 'page', code: '', headers: {} },
  /** Somebody else's JSON with 200; no effect. */
  json: (body: unknown) => ({ kind: 'json', body }),
  redirect: (location: string, code = 307) => status(code, { body: 'empty', headers: { location } }),
  /** Takes effect; the answer ends in the middle of its JSON, as if that were all. */
  truncated: { kind: 'half', cut: false },
  /** Takes effect; the connection breaks in the middle of the answer. */
  brokenOff: { kind: 'half', cut: true },
  /** Takes effect; the results are changed on the way back. */
  results: (twist: ResultTwist) => ({ kind: 'results', twist }),
  /** Takes effect; the right answer under a wrong name. */
  contentType: (contentType: string) => ({ kind: 'content-type', contentType }),
  /** A small answer that unpacks to this many bytes; no effect. @default 64 MiB */
  gzipBomb: (bytes = 64 * 1024 * 1024) => ({ kind: 'bomb', bytes }),
  /** Headers, or a body, that never end; no effect. Mocks cannot show the headers. */
  endlessHeaders: { kind: 'endless', part: 'headers' },
  endlessBody: { kind: 'endless', part: 'body' },
  /** Read and never answered; no effect. Tells the test when the request is there. */
  silence: () => new Silence(),
  /** Takes effect; the test lets the answer's bytes out, one by one if it likes. */
  drip: () => new Drip(),
  /** Happens to the next connection; only a real server can. */
  connection: (how: ConnectionFault) => ({ kind: 'connection', how }),
} as const satisfies Record<string, Fault | ((...args: never[]) => Fault)>

/** What a mock cannot show; undefined when it can. */
export function beyondMocks(planned: Fault): string | undefined {
  if (planned.kind === 'connection') return `a connection that is ${planned.how}`
  return planned.kind === 'endless' && planned.part === 'headers' ? 'headers that never end' : undefined
}

function retryAfterText(after: number | Date | string): string {
  return after instanceof Date ? after.toUTCString() : String(after)
}
