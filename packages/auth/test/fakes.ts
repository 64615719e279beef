import {
  type AccountId,
  type AuthApi,
  type HeldLock,
  type Locks,
  MeantimeError,
  type Profile,
  type Profiles,
  Secret,
  type SignIn,
  type TokenPair,
  type TokenStore,
  TransportError,
} from '@meantime/core'
import { ManualClock, recordingLogger } from '@meantime/testkit'
import { AuthManager, type AuthManagerParts } from '../src/auth-manager.js'
import { MemoryTokenStore } from '../src/stores/memory.js'

export const ADA: Profile = {
  accountId: '0195d3c0-0000-7000-8000-00000000ada0' as AccountId,
  email: 'ada@example.org',
  server: 'https://time.example.org',
}
export const BOB: Profile = {
  ...ADA,
  accountId: '0195d3c0-0000-7000-8000-00000000b0b0' as AccountId,
  email: 'bob@x.org',
}

interface RefreshToken {
  readonly owner: Profile
  successor?: RefreshToken
  takenBack?: true
  ended?: true
}

/**
 * A server with rotating refresh tokens, by the real one's rule (decision 030): one shown again is good while nobody has
 * used its successor, which is taken back; otherwise two parties hold the session, and it ends.
 */
export class FakeAuthServer implements AuthApi {
  readonly calls: string[] = []
  readonly clock: ManualClock
  lifetimeMs = 15 * 60_000
  /** Thrown by the next calls, whatever they are. */
  failing: Error | undefined
  /** Awaited before a refresh is done. */
  gate: Promise<void> | undefined
  /** Awaited after a refresh was done, before it is answered. */
  answerGate: Promise<void> | undefined
  /** Access tokens that tell when they were issued, as the real server's do. */
  jwts = false
  #count = 0
  /** The next refreshes are done, and their answers lost. */
  losingAnswers = 0
  readonly #refresh = new Map<string, RefreshToken>()
  readonly #access = new Map<string, Profile>()

  constructor(clock: ManualClock) {
    this.clock = clock
  }

  async login(email: string, password: Secret): Promise<SignIn> {
    this.#note('login')
    if (password.reveal() !== 'correct')
      throw new MeantimeError({ code: 'BAD_CREDENTIALS', kind: 'auth', message: 'No' })
    const profile = email === BOB.email ? BOB : ADA
    return { profile, tokens: this.issue(profile) }
  }

  async refresh(refresh: Secret): Promise<TokenPair> {
    this.#note('refresh')
    await this.gate
    const shown = this.#refresh.get(refresh.reveal())
    if (shown === undefined || shown.ended) throw rejected()
    const { owner, successor } = shown
    if (shown.takenBack || (successor && (successor.successor || successor.takenBack))) {
      this.endSessions(owner)
      throw rejected()
    }
    if (successor) successor.takenBack = true
    const pair = this.issue(owner)
    const issued = this.#refresh.get(pair.refresh.reveal())
    if (issued) shown.successor = issued
    await this.answerGate
    if (this.losingAnswers === 0) return pair
    this.losingAnswers -= 1
    throw offline()
  }

  async logout(refresh: Secret, signal?: AbortSignal): Promise<void> {
    this.#note(`logout ${refresh.reveal()}`)
    if (this.gate !== undefined && signal !== undefined)
      await new Promise((_, reject) => signal.addEventListener('abort', () => reject(new Error('late'))))
    this.#refresh.delete(refresh.reveal())
  }

  async whoami(access: Secret): Promise<Profile> {
    this.#note('whoami')
    const owner = this.#access.get(access.reveal())
    if (owner === undefined) throw new TransportError({ failure: 'unauthorized', message: 'No' })
    return owner
  }

  issue(owner: Profile): TokenPair & { refresh: Secret } {
    this.#count += 1
    const access = this.jwts ? jwt({ sub: owner.accountId, exp: this.#count }) : `access-${this.#count}`
    const pair = { access: new Secret(access), refresh: new Secret(`refresh-${this.#count}`) }
    this.#refresh.set(pair.refresh.reveal(), { owner })
    this.#access.set(pair.access.reveal(), owner)
    return { ...pair, accessExpiresAt: this.clock.now() + this.lifetimeMs }
  }

  takes(refresh: string): boolean {
    const token = this.#refresh.get(refresh)
    return token !== undefined && !token.ended && !token.takenBack && token.successor === undefined
  }

  endSessions(owner: Profile): void {
    for (const token of this.#refresh.values()) if (token.owner.accountId === owner.accountId) token.ended = true
  }

  refreshes(): number {
    return this.calls.filter((call) => call === 'refresh').length
  }

  #note(call: string): void {
    this.calls.push(call)
    if (this.failing !== undefined) throw this.failing
  }
}

export class MemoryProfiles implements Profiles {
  profile: Profile | undefined

  constructor(profile?: Profile) {
    this.profile = profile
  }

  current(): Profile | undefined {
    return this.profile
  }

  async save(profile: Profile): Promise<void> {
    this.profile = profile
  }
}

export class MemoryLocks implements Locks {
  readonly held = new Set<string>()
  #epoch = 0

  async tryAcquire(name: string): Promise<HeldLock | undefined> {
    if (this.held.has(name)) return undefined
    this.held.add(name)
    this.#epoch += 1
    const epoch = this.#epoch
    const ours = () => this.held.has(name) && this.#epoch === epoch
    return { epoch, renew: async () => ours(), release: async () => void (ours() && this.held.delete(name)) }
  }
}

/** One computer: what its processes share. `process()` starts one more AuthManager on it. */
export function computer(options: { profile?: Profile; store?: TokenStore } = {}) {
  const clock = new ManualClock()
  const server = new FakeAuthServer(clock)
  const locks = new MemoryLocks()
  const profiles = new MemoryProfiles(options.profile)
  const store = options.store ?? new MemoryTokenStore()
  const log = recordingLogger()
  const adopted: AccountId[] = []
  const journal = {
    adopt: async (account: AccountId) => {
      adopted.push(account)
      return 0
    },
  }
  const parts: AuthManagerParts = { api: server, clock, journal, locks, logger: log, profiles, store }
  const process = (change: Partial<AuthManagerParts> = {}) => new AuthManager({ ...parts, ...change })
  return { adopted, clock, locks, log, process, profiles, server, store }
}

const rejected = () => new MeantimeError({ code: 'REFRESH_REJECTED', kind: 'auth', message: 'No' })

export const offline = () => new TransportError({ failure: 'offline', message: 'No network' })

/** A gate that is shut until `open` is called. */
export function gate() {
  let open: () => void = () => undefined
  const opened = new Promise<void>((resolve) => {
    open = resolve
  })
  return { opened, open }
}

export const jwt = (claims: object): string =>
  ['e30', Buffer.from(JSON.stringify(claims)).toString('base64url'), 'signature'].join('.')
