import {
  type AccessTokens,
  type AccountId,
  type AuthApi,
  authRequiredError,
  type Clock,
  isTransportError,
  type Journal,
  type Locks,
  type Logger,
  MeantimeError,
  type NewAccount,
  type Profile,
  type Profiles,
  type Secret,
  type SignIn,
  type TokenStore,
  token,
} from '@meantime/core'
import { asSecret, type HandedTokens, pairOf } from './handed-tokens.js'
import { jwtClaims } from './jwt-claims.js'
import { Refresher } from './refresher.js'
import { type Session, SessionVault } from './session-vault.js'
import { signOut } from './sign-out.js'
import { storeUnreadable } from './store-unreadable.js'

/** What AuthManager is made of; the plugin takes each from the container. */
export interface AuthManagerParts {
  readonly store: TokenStore
  readonly api: AuthApi
  readonly profiles: Profiles
  readonly journal: Pick<Journal, 'adopt'>
  readonly locks: Locks
  readonly clock: Clock
  readonly logger: Logger
}

export interface AuthManagerOptions {
  /** How long a handed-over access token that names no expiry is taken to last. @default 15 minutes */
  defaultLifetimeMs?: number
  /** How long signing out waits for the server. @default 5_000 */
  logoutTimeoutMs?: number
  /**
   * After this long the others stop waiting for a process that died while it renewed the session. Longer than a renewal
   * takes. @default 60_000
   */
  refreshLockTtlMs?: number
}

export interface AuthStatus {
  /** Who is, or was last, signed in here. */
  readonly profile: Profile | undefined
  /** There is a session; whether the server still takes it shows only at the next request. */
  readonly signedIn: boolean
  /** Where tokens are kept, in words: `OS keyring`, `file (no OS keyring: …)`, `memory`. */
  readonly store: string
  /** Whether the session outlives this program: false also while a keyring is locked. */
  readonly persistent: boolean
}

export const AUTH_MANAGER = token<AuthManager>('meantime.AuthManager')

/**
 * Who is signed in, and a good token whenever one is needed. Tokens live in memory, wrapped in `Secret`; a TokenStore may
 * keep a copy. Nothing but signing out or an explicit refusal by the server ends a session.
 */
export class AuthManager implements AccessTokens {
  readonly #parts: AuthManagerParts
  readonly #options: Required<AuthManagerOptions>
  readonly #vault: SessionVault
  readonly #refresher: Refresher
  readonly #listeners = new Set<() => void>()
  #adopted: AccountId | undefined
  #identifying: Promise<void> | undefined

  constructor(parts: AuthManagerParts, options: AuthManagerOptions = {}) {
    this.#parts = parts
    this.#options = { defaultLifetimeMs: 15 * 60_000, logoutTimeoutMs: 5000, refreshLockTtlMs: 60_000, ...options }
    this.#vault = new SessionVault(parts.store, parts.logger)
    this.#refresher = new Refresher(this.#vault, parts, this.#options.refreshLockTtlMs)
  }

  /** Throws BAD_CREDENTIALS or a TransportError. Work recorded before anybody signed in becomes this account's. */
  async login(email: string, password: string | Secret, signal?: AbortSignal): Promise<Profile> {
    return this.#begin(await this.#parts.api.login(email, asSecret(password), signal))
  }

  /** Makes an account and signs in. Throws as AuthApi.register does, or REGISTRATION_UNAVAILABLE. */
  async register(account: NewAccount, signal?: AbortSignal): Promise<Profile> {
    const { api } = this.#parts
    if (api.register === undefined) throw registrationUnavailable()
    return this.#begin(await api.register(account, signal))
  }

  /**
   * Takes tokens over from a front end. They count from this call on. Whose they are is asked from the server when the
   * token does not say so; without a network that is done at the next use, before any work goes out under them.
   */
  async setAuthTokens(handed: HandedTokens): Promise<void> {
    const tokens = pairOf(handed, this.#parts.clock.now() + this.#options.defaultLifetimeMs)
    const profile = this.#parts.profiles.current()
    if (profile !== undefined && jwtClaims(tokens.access).subject === profile.accountId) {
      await this.#begin({ profile, tokens })
      return
    }
    await this.#vault.keep({ account: undefined, tokens })
    try {
      await this.#identify()
    } catch (error) {
      this.#parts.logger.info('The owner of the tokens will be asked for later', { code: codeOf(error) })
      this.#notify()
    }
  }

  /**
   * Ends the session here, always, and at the server, if it can be reached in time. The profile stays: work goes on being
   * recorded. Throws TOKENS_NOT_CLEARED when the token store would not let go of its copy.
   */
  async logout(options: { timeoutMs?: number } = {}): Promise<{ readonly serverTold: boolean }> {
    const timeoutMs = options.timeoutMs ?? this.#options.logoutTimeoutMs
    return signOut(this.#vault, this.#parts, this.#parts.profiles.current()?.accountId, timeoutMs)
  }

  /** See AccessTokens. */
  async getFreshToken(rejected?: Secret, account = this.#parts.profiles.current()?.accountId): Promise<Secret> {
    let session = await this.#session()
    if (session.account === undefined) {
      await this.#identify()
      session = await this.#session()
    }
    const owner = session.account
    if (owner === undefined || (account !== undefined && owner !== account)) throw authRequiredError()
    await this.#adopt(owner)
    return this.#fresh(session, rejected)
  }

  onTokensSet(listener: () => void): () => void {
    this.#listeners.add(listener)
    return () => void this.#listeners.delete(listener)
  }

  async status(): Promise<AuthStatus> {
    const { profiles, store } = this.#parts
    const profile = profiles.current()
    const session = await this.#vault.open(profile?.accountId)
    const persistent = store.persistent && this.#vault.trouble === undefined
    return { profile, signedIn: session !== undefined, store: store.name, persistent }
  }

  async #session(): Promise<Session> {
    const session = await this.#vault.open(this.#parts.profiles.current()?.accountId)
    if (session === undefined) throw this.#vault.trouble ? storeUnreadable(this.#vault.trouble) : authRequiredError()
    return session
  }

  async #fresh(session: Session, rejected: Secret | undefined): Promise<Secret> {
    const { access, accessExpiresAt } = session.tokens
    if (this.#refresher.isFresh(session.tokens, rejected)) return access
    try {
      return await this.#refresher.refresh(session, rejected)
    } catch (error) {
      // Refreshing ahead of time failed, but the server would still take the old one.
      const good = access.reveal() !== rejected?.reveal() && accessExpiresAt > this.#parts.clock.now()
      if (good && isTransportError(error) && this.#vault.session === session) return access
      throw error
    }
  }

  async #begin({ profile, tokens }: SignIn): Promise<Profile> {
    const before = this.#parts.profiles.current()
    await this.#parts.profiles.save(profile)
    // Nobody can go back to the other account without signing in, so its tokens are of no more use.
    if (before !== undefined && before.accountId !== profile.accountId) await this.#vault.forget(before.accountId)
    await this.#vault.keep({ account: profile.accountId, tokens })
    await this.#adopt(profile.accountId)
    this.#notify()
    return profile
  }

  /** Finds out whose tokens were handed over. */
  #identify(): Promise<void> {
    this.#identifying ??= this.#askOwner().finally(() => {
      this.#identifying = undefined
    })
    return this.#identifying
  }

  async #askOwner(): Promise<void> {
    const { api } = this.#parts
    const access = await this.#fresh(await this.#session(), undefined)
    const profile = await api.whoami(access).catch(async (error: unknown) => {
      if (!isTransportError(error, 'unauthorized')) throw error
      return api.whoami(await this.#fresh(await this.#session(), access))
    })
    const session = this.#vault.session
    if (session === undefined) throw authRequiredError()
    if (session.account === undefined) await this.#begin({ profile, tokens: session.tokens })
  }

  /** Once per account and process, also after a crash between signing in and adopting. */
  async #adopt(account: AccountId): Promise<void> {
    if (this.#adopted === account) return
    try {
      const events = await this.#parts.journal.adopt(account)
      this.#adopted = account
      if (events > 0) this.#parts.logger.info('Work from before signing in now belongs to the account', { events })
    } catch (error) {
      this.#parts.logger.warn('Work from before signing in will be taken over later', { code: codeOf(error) })
    }
  }

  #notify(): void {
    for (const listener of this.#listeners) {
      try {
        listener()
      } catch (error) {
        this.#parts.logger.error('A listener of new tokens failed', { code: codeOf(error) })
      }
    }
  }
}

const codeOf = (error: unknown): string => String((error as { code?: unknown }).code ?? 'unknown')

const registrationUnavailable = () =>
  new MeantimeError({
    code: 'REGISTRATION_UNAVAILABLE',
    kind: 'state',
    message: 'An account cannot be made from here for this server.',
    hint: 'Ask whoever runs the server for one.',
  })
