import { createHash } from 'node:crypto'
import type { Clock } from '@meantime/core'
import { ManualClock } from '../manual-clock.js'
import { seededRandom } from '../seeded-random.js'
import type { Books } from './entries.js'
import { type OlderFault, OlderFaults } from './faults.js'
import { ProjectLists } from './project-list.js'
import { RateLimit } from './rate-limit.js'
import { type OlderRequest, readRequest } from './read-request.js'
import { json, Refusal } from './refusal.js'
import { route } from './routes.js'
import { isActive, type OlderEntry, type OlderProject, type OlderTables, type OlderUser, pauseAt } from './rows.js'
import { OlderSessions, type OlderTokens } from './sessions.js'

export interface OlderServerOptions {
  /** The server's own time. @default a ManualClock of its own, which stands still */
  readonly clock?: Pick<Clock, 'now'>
  /** Ids are made from it. @default seededRandom() */
  readonly random?: () => number
  /** 100 a minute for each handler, 5 for signing in, 10 for refreshing, as in production. @default true */
  readonly rateLimit?: boolean
  /** Newer servers have no `/time-entries/sync`. @default true */
  readonly hasSync?: boolean
  /** A running entry is paused when no heartbeat came for so long. @default never */
  readonly autoPauseAfterMs?: number
  /** @default 15 minutes */
  readonly accessTtlMs?: number
}

const COMPANY = '00000000-0000-4000-8000-0000000c0c0c'

/**
 * The older server in memory, by `older-rest-api.md`: every endpoint that is listed there and every one of its fifteen
 * points. `olderServerHandlers` puts it behind mocked requests, `listenAsOlderServer` behind a real socket.
 */
export class OlderServer {
  readonly faults = new OlderFaults()
  readonly requests: OlderRequest[] = []
  readonly users: OlderUser[] = []
  readonly projects: OlderProject[] = []
  readonly projectLists = new ProjectLists()
  readonly tables: OlderTables = { entries: [], screenshots: [] }
  readonly sessions: OlderSessions
  /** When a user was last heard of by `/idle/heartbeat`, or set running. */
  readonly heardOf = new Map<string, number>()
  /** Keys that a `/sync` is at work on. */
  readonly underWay = new Set<string>()
  hasSync: boolean
  readonly #clock: Pick<Clock, 'now'>
  readonly #random: () => number
  readonly #limit: RateLimit | undefined
  readonly #autoPauseAfterMs: number | undefined
  #late: (() => Promise<unknown>)[] = []
  #silenceReached: (() => void)[] = []
  #ids = 0

  constructor(options: OlderServerOptions = {}) {
    this.#clock = options.clock ?? new ManualClock()
    this.#random = options.random ?? seededRandom()
    this.#limit = (options.rateLimit ?? true) ? new RateLimit(this.#clock) : undefined
    this.#autoPauseAfterMs = options.autoPauseAfterMs
    this.hasSync = options.hasSync ?? true
    this.sessions = new OlderSessions(this.#clock, () => this.newId(), options.accessTtlMs ?? 15 * 60_000)
  }

  get now(): number {
    return this.#clock.now()
  }

  /** What changes entries; with it a test can be somebody else at the server. */
  get books(): Books {
    const { tables, users, projects } = this
    return { tables, users, projects, now: () => this.now, newId: () => this.newId() }
  }

  addUser(email = 'ada@example.org', more: Partial<Omit<OlderUser, 'id' | 'email'>> = {}): OlderUser {
    const fields = {
      name: 'Ada',
      password: 'correct horse',
      role: 'EMPLOYEE',
      status: 'ACTIVE',
      companyId: COMPANY,
    } as const
    const user = { id: this.newId(), email, ...fields, ...more }
    this.users.push(user)
    return user
  }

  addProject(name: string, status: OlderProject['status'] = 'ACTIVE'): OlderProject {
    const project = { id: this.newId(), name, status }
    this.projects.push(project)
    return project
  }

  /** Tokens without the requests for them. */
  signIn(user: OlderUser): OlderTokens {
    return this.sessions.issue(user)
  }

  entriesOf(user: OlderUser): readonly OlderEntry[] {
    return this.tables.entries.filter(({ userId }) => userId === user.id)
  }

  activeOf(user: OlderUser): OlderEntry | undefined {
    return this.entriesOf(user).find(isActive)
  }

  /** What the server does by itself each minute: entries of people who are not heard of are paused. */
  pauseIdle(): void {
    if (this.#autoPauseAfterMs === undefined) return
    for (const entry of this.tables.entries) {
      const heard = this.heardOf.get(entry.userId) ?? entry.startTime
      if (entry.status === 'RUNNING' && this.now - heard >= this.#autoPauseAfterMs) pauseAt(entry, this.now)
    }
  }

  /** What was late takes effect now. */
  async lateNow(): Promise<void> {
    for (const answer of this.#late.splice(0)) await answer()
  }

  /** Resolves when the next request that nobody answers is there: the moment for a client's deadline. */
  whenSilent(): Promise<void> {
    return new Promise((resolve) => this.#silenceReached.push(resolve))
  }

  /** @returns undefined when the connection breaks; never resolves for a request that nobody answers */
  async handle(request: Request, basePath = ''): Promise<Response | undefined> {
    if (this.faults.offline) return undefined
    const read = await readRequest(request, basePath)
    this.requests.push(read)
    const fault = this.faults.take(read.method, read.path)
    return fault === undefined ? this.#answer(read) : this.#meet(fault, read)
  }

  /** A v4 UUID that is the same in each run. */
  newId(): string {
    this.#ids += 1
    const hex = createHash('md5').update(`${this.#ids} ${this.#random()}`).digest('hex')
    return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20)}`
  }

  async #meet(fault: OlderFault, read: OlderRequest): Promise<Response | undefined> {
    switch (fault.kind) {
      case 'pass':
        return this.#answer(read)
      case 'reset':
        if (fault.applied) await this.#answer(read)
        return undefined
      case 'silence':
        if (fault.applied) await this.#answer(read)
        for (const reached of this.#silenceReached.splice(0)) reached()
        return new Promise(() => undefined)
      case 'late':
        this.#late.push(() => this.#answer(read))
        return undefined
      case 'status': {
        const headers = fault.retryAfter === undefined ? {} : { 'retry-after': String(fault.retryAfter) }
        return new Refusal(fault.status, fault.message, undefined, headers).toResponse()
      }
      case 'page':
        return new Response('<!doctype html><title>Hello</title>', {
          status: fault.status,
          headers: { 'content-type': 'text/html' },
        })
      case 'truncated': {
        const answer = await this.#answer(read)
        const text = await answer.text()
        const headers = { 'content-type': 'application/json; charset=utf-8' }
        return new Response(text.slice(0, Math.floor(text.length / 2)), { status: answer.status, headers })
      }
    }
  }

  async #answer(read: OlderRequest): Promise<Response> {
    try {
      this.pauseIdle()
      const { status, body } = await route(this, read, (handler, most) => this.#limit?.count(read.ip, handler, most))
      return json(status, body)
    } catch (error) {
      if (error instanceof Refusal) return error.toResponse()
      throw error
    }
  }
}
