import { gunzipSync } from 'node:zlib'
import { type Clock, workedMs } from '@meantime/core'
import {
  type AccountMessage,
  type EntriesPage,
  type Health,
  MAX_BATCH_BYTES,
  PATHS,
  PROTOCOL_VERSION,
  type ProjectsPage,
  type SessionMessage,
  syncEnvelope,
  TEMPLATES,
} from '@meantime/protocol'
import { spoilResponse } from '../fault-server/spoil-response.js'
import { ManualClock } from '../manual-clock.js'
import { sequentialIds } from '../sequential-ids.js'
import { FakeAccounts } from './fake-accounts.js'
import { FakeLedger } from './fake-ledger.js'
import { FakeUploads } from './fake-uploads.js'
import { FaultPlan } from './fault-plan.js'
import { json, problem } from './replies.js'

export interface FakeMeantimeOptions {
  /** Decides when access tokens expire. @default a ManualClock of its own, which stands still */
  readonly clock?: Pick<Clock, 'now'>
  /** @default 900 */
  readonly accessTtlSeconds?: number
}

/** One request as it arrived. */
export interface SeenRequest {
  readonly method: string
  readonly path: string
  readonly headers: Readonly<Record<string, string>>
  /** Size of the body on the wire. */
  readonly bytes: number
  /** After decompression; undefined when there was none or it was no JSON, as a picture is. */
  readonly body: unknown
}

/**
 * A Meantime server in memory, with the rules of the real one and switches for faults. `mswHandlers` puts it behind
 * mocked requests, `startFaultServer` behind a real socket.
 */
export class FakeMeantime {
  readonly faults = new FaultPlan()
  readonly requests: SeenRequest[] = []
  readonly uploads: FakeUploads
  readonly #clock: Pick<Clock, 'now'>
  readonly #accounts: FakeAccounts
  readonly #ledgers = new Map<string, FakeLedger>()

  constructor(options: FakeMeantimeOptions = {}) {
    this.#clock = options.clock ?? new ManualClock()
    this.uploads = new FakeUploads(sequentialIds(this.#clock, 0xffd))
    this.#accounts = new FakeAccounts(this.#clock, sequentialIds(this.#clock, 0xfff), options.accessTtlSeconds ?? 900)
  }

  addAccount(email: string, password: string): AccountMessage {
    return this.#accounts.add(email, password)
  }

  /** Account and tokens without the requests for them; the account is made when there is none. */
  signIn(email = 'ada@example.org'): SessionMessage {
    return this.#accounts.signIn(email)
  }

  /** Every access token is answered 401 from now on; refreshing works. */
  expireAccessTokens(): void {
    this.#accounts.expireAccessTokens()
  }

  /** Every session is over: access tokens are answered 401, refresh tokens `invalid-grant`. */
  revokeSessions(): void {
    this.#accounts.revokeSessions()
  }

  /**
   * What a backup of all work made now would hold. The function returned puts it back: what took effect since is
   * forgotten. Accounts and sessions stay.
   */
  backup(): () => void {
    const ledgers = [...this.#ledgers].map(([account, ledger]) => [account, ledger.backup()] as const)
    return () => {
      for (const account of this.#ledgers.keys())
        if (!ledgers.some(([saved]) => saved === account)) this.#ledgers.delete(account)
      for (const [, restore] of ledgers) restore()
    }
  }

  /** What an account's work has come to. */
  ledger(accountId: string): FakeLedger {
    const ledger = this.#ledgers.get(accountId) ?? new FakeLedger(this.faults, this.#hasPicture(accountId))
    this.#ledgers.set(accountId, ledger)
    return ledger
  }

  /** How often an item took effect, over all accounts. */
  effects(itemId: string): number {
    return [...this.#ledgers.values()].reduce((sum, ledger) => sum + ledger.effects(itemId), 0)
  }

  batches(): readonly SeenRequest[] {
    return this.requests.filter(({ path }) => path === PATHS.batches)
  }

  /**
   * @param basePath of the server's address, in front of the API's paths.
   * @returns undefined when the connection breaks; what no Response can be by its name, for a real server to do
   */
  async handle(request: Request, basePath = ''): Promise<Response | 'endless-headers' | undefined> {
    if (this.faults.offline) return undefined
    const { seen, wire } = await see(request, basePath)
    this.requests.push(seen)
    const answer = () => (isUpload(seen.path) ? this.#upload(seen, wire, basePath) : this.#answer(seen))
    const fault = this.faults.take(isUpload(seen.path, '/') ? TEMPLATES.upload : seen.path, itemIds(seen.body))
    if (fault === undefined) return answer()
    if (fault.kind === 'endless' && fault.part === 'headers') return 'endless-headers'
    const { instead, after } = spoilResponse(fault)
    if (instead !== undefined) return instead()
    return after === undefined ? answer() : after(answer())
  }

  #upload({ method, path, headers }: SeenRequest, bytes: Buffer, basePath: string): Response {
    const caller = this.#accounts.bearer(headers.authorization ?? null)
    if (caller === undefined) return problem(401, 'unauthorized')
    const id = path.slice(PATHS.uploads.length + 1) || undefined
    return this.uploads.answer({ account: caller.id, method, id, headers, bytes }, basePath)
  }

  #hasPicture(accountId: string) {
    return ({ sha256, bytes }: { readonly sha256: string; readonly bytes: number }): boolean =>
      this.uploads.picture(accountId, sha256)?.byteLength === bytes
  }

  #answer(seen: SeenRequest): Response {
    switch (`${seen.method} ${seen.path}`) {
      case `GET ${PATHS.health}`:
        return json(200, HEALTH)
      case `POST ${PATHS.register}`:
        return this.#accounts.register(seen.body)
      case `POST ${PATHS.login}`:
        return this.#accounts.login(seen.body)
      case `POST ${PATHS.refresh}`:
        return this.#accounts.refresh(seen.body)
      case `POST ${PATHS.logout}`:
        return this.#accounts.logout(seen.body)
    }
    const caller = this.#accounts.bearer(seen.headers.authorization ?? null)
    if (caller === undefined) return problem(401, 'unauthorized')
    switch (`${seen.method} ${seen.path}`) {
      case `GET ${PATHS.me}`:
        return json(200, caller)
      case `POST ${PATHS.batches}`:
        return this.#take(caller, seen)
      case `GET ${PATHS.entries}`:
        return json(200, this.#entries(caller))
      case `GET ${PATHS.projects}`:
        return json(200, this.#projects(caller))
      default:
        return problem(404, 'not-found')
    }
  }

  #take(caller: AccountMessage, { body }: SeenRequest): Response {
    if (body === undefined) return problem(400, 'invalid-json')
    if (Buffer.byteLength(JSON.stringify(body)) > MAX_BATCH_BYTES) return problem(413, 'body-too-large')
    const envelope = syncEnvelope.safeParse(body)
    if (!envelope.success) return problem(422, 'invalid-envelope')
    return json(200, this.ledger(caller.id).answer(envelope.data))
  }

  #entries(caller: AccountMessage): EntriesPage {
    const entries = this.ledger(caller.id).entries()
    const messages = entries.map(({ anomalies: _, segments, ...entry }) => {
      return { ...entry, segments: [...segments], workedMs: workedMs({ segments }, this.#clock.now()) }
    })
    return { entries: messages.sort((one, other) => other.startedAt - one.startedAt), nextCursor: null }
  }

  #projects(caller: AccountMessage): ProjectsPage {
    const names = new Set(
      this.ledger(caller.id)
        .entries()
        .flatMap(({ project }) => project ?? []),
    )
    const newId = sequentialIds(this.#clock, 0xffe)
    return { projects: [...names].sort().map((name) => ({ id: newId(), name, archived: false })) }
  }
}

const HEALTH: Health = { name: 'meantime', protocol: PROTOCOL_VERSION, version: '0.0.0-fake', status: 'ok' }

const isUpload = (path: string, below = ''): boolean =>
  path.startsWith(`${PATHS.uploads}/`) || (below === '' && path === PATHS.uploads)

async function see(request: Request, basePath: string): Promise<{ seen: SeenRequest; wire: Buffer }> {
  const wire = Buffer.from(await request.arrayBuffer())
  const path = new URL(request.url).pathname
  const seen = {
    method: request.method,
    path: path.startsWith(basePath) ? path.slice(basePath.length) : path,
    headers: Object.fromEntries(request.headers),
    bytes: wire.byteLength,
    body: parse(request.headers.get('content-encoding') === 'gzip' ? gunzipSync(wire) : wire),
  }
  return { seen, wire }
}

function itemIds(body: unknown): string[] {
  const read = syncEnvelope.safeParse(body)
  return read.success ? read.data.items.map(({ id }) => id) : []
}

function parse(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString('utf8'))
  } catch {
    return undefined
  }
}
