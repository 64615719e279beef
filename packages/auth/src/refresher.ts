import {
  type AccountId,
  type AuthApi,
  authRequiredError,
  type Clock,
  type HeldLock,
  isMeantimeError,
  type Locks,
  type Logger,
  type Secret,
  type TokenPair,
  TransportError,
} from '@meantime/core'
import { jwtClaims } from './jwt-claims.js'
import type { Session, SessionVault } from './session-vault.js'

const LOCK_POLL_MS = 100
/** Longer than the lock of a process that died lasts. */
const LOCK_PATIENCE_FACTOR = 1.25
/** How often a turn is begun again because the lock was lost in the middle of it. */
const MAX_TURNS = 3

/** Refreshed this long before it expires, so that a token outlives the request that carries it. */
const FRESH_FOR_MS = 60_000

/**
 * Renews a session, one renewal at a time: a server with rotating refresh tokens takes a second use of the same one for
 * theft. Callers in this process join; processes take turns by a lock and look into the store before they ask the server.
 */
export class Refresher {
  readonly #vault: SessionVault
  readonly #api: AuthApi
  readonly #locks: Locks
  readonly #clock: Clock
  readonly #logger: Logger
  readonly #lockTtlMs: number
  readonly #running = new Map<AccountId | undefined, Promise<Secret>>()

  constructor(
    vault: SessionVault,
    { api, locks, clock, logger }: { api: AuthApi; locks: Locks; clock: Clock; logger: Logger },
    lockTtlMs: number,
  ) {
    this.#vault = vault
    this.#api = api
    this.#locks = locks
    this.#clock = clock
    this.#logger = logger
    this.#lockTtlMs = lockTtlMs
  }

  /** Good for a minute, or until it expires when there is no refresh token; and not the one just refused. */
  isFresh({ access, accessExpiresAt, refresh }: TokenPair, rejected: Secret | undefined): boolean {
    const margin = refresh === undefined ? 0 : FRESH_FOR_MS
    return access.reveal() !== rejected?.reveal() && accessExpiresAt - this.#clock.now() > margin
  }

  /** Throws AUTH_REQUIRED when the server or the person ended the session; else what the AuthApi threw. */
  refresh(session: Session, rejected: Secret | undefined): Promise<Secret> {
    const running = this.#running.get(session.account)
    if (running !== undefined) return running
    const turn = this.#takeTurn(session, rejected).finally(() => this.#running.delete(session.account))
    this.#running.set(session.account, turn)
    return turn
  }

  async #takeTurn(session: Session, rejected: Secret | undefined): Promise<Secret> {
    const { account } = session
    // Nothing of a session without an owner is in the store, so no other process can have it.
    if (account === undefined) return tokenOf(await this.#renew(session, rejected, async () => true))
    let renewed = await this.#turn(account, session, rejected)
    for (let turns = 1; 'late' in renewed && turns < MAX_TURNS; turns += 1) {
      this.#logger.info('Another program took over while the session was renewed; looking again')
      renewed = await this.#turn(account, session, rejected, renewed.late)
    }
    return tokenOf(renewed)
  }

  /** @param late a pair of ours that came after the lock was lost */
  async #turn(account: AccountId, session: Session, rejected: Secret | undefined, late?: TokenPair): Promise<Renewed> {
    const turn = await this.#lock(account, async () => (late ? undefined : this.#news(account, rejected)))
    if ('token' in turn) return turn
    try {
      const told = await this.#news(account, rejected, late)
      const current = this.#vault.session
      if (told !== undefined) return { token: told }
      if (current === undefined || current.account !== account) throw authRequiredError()
      if (current !== session && this.isFresh(current.tokens, rejected)) return { token: current.tokens.access }
      return await this.#renew(current, rejected, () => turn.lock.renew().catch(() => false))
    } finally {
      await this.#release(turn.lock)
    }
  }

  /**
   * The fresh token that another process has put into the store meanwhile, if any. `late` takes its place when the server
   * issued that one afterwards: then it has taken the other one back.
   */
  async #news(account: AccountId, rejected: Secret | undefined, late?: TokenPair): Promise<Secret | undefined> {
    const news = await this.#vault.lookAgain(account)
    if (news === 'gone') {
      this.#vault.drop()
      throw authRequiredError()
    }
    if (news === 'same') return undefined
    if (late !== undefined && issuedLater(late, news.tokens)) {
      await this.#vault.keep({ account, tokens: late })
      return late.access
    }
    return this.isFresh(news.tokens, rejected) ? news.tokens.access : undefined
  }

  /**
   * A computer that slept in the middle may have lost the lock, and with it the right to write the pair down: another
   * process may have asked for a pair with the same token, and of the two only the one that was issued last goes on.
   */
  async #renew(session: Session, rejected: Secret | undefined, stillOurTurn: () => Promise<boolean>): Promise<Renewed> {
    const { refresh } = session.tokens
    if (refresh === undefined) {
      // Refused and not renewable: of no more use. One that only expired by this clock may be good by the right one.
      if (rejected !== undefined) await this.#end(session)
      throw authRequiredError()
    }
    const answer = await this.#api.refresh(refresh).catch((error: unknown) => this.#refused(error, session))
    const tokens = { refresh, ...answer }
    if (this.#vault.session !== session) return { token: await this.#overtaken(session, answer) }
    if (!(await stillOurTurn())) return { late: tokens }
    await this.#vault.keep({ account: session.account, tokens })
    return { token: tokens.access }
  }

  /** Only an explicit refusal ends a session; a network error never does. */
  async #refused(error: unknown, session: Session): Promise<never> {
    if (!isMeantimeError(error, 'REFRESH_REJECTED')) throw error
    await this.#end(session)
    throw authRequiredError(error)
  }

  async #end(session: Session): Promise<void> {
    if (this.#vault.session !== session) return
    if (session.account === undefined) this.#vault.drop()
    else await this.#vault.forget(session.account)
  }

  /** Someone signed in or out here while the server was answering: theirs counts, the renewed session is given up. */
  async #overtaken(session: Session, renewed: TokenPair): Promise<Secret> {
    if (renewed.refresh !== undefined) await this.#api.logout(renewed.refresh).catch(() => undefined)
    const current = this.#vault.session
    if (current === undefined || current.account !== session.account) throw authRequiredError()
    return current.tokens.access
  }

  /** Waits for its turn, or until `news` has an answer that makes it unnecessary. */
  async #lock(
    account: AccountId,
    news: () => Promise<Secret | undefined>,
  ): Promise<{ lock: HeldLock } | { token: Secret }> {
    const giveUpAt = this.#clock.monotonic() + this.#lockTtlMs * LOCK_PATIENCE_FACTOR
    for (;;) {
      const lock = await this.#locks.tryAcquire(`auth:${account}`, this.#lockTtlMs)
      if (lock !== undefined) return { lock }
      const told = await news()
      if (told !== undefined) return { token: told }
      if (this.#clock.monotonic() >= giveUpAt) throw stuck()
      await this.#clock.sleep(LOCK_POLL_MS)
    }
  }

  async #release(lock: HeldLock): Promise<void> {
    await lock.release().catch(() => {
      this.#logger.warn('The lock of the session could not be released; it ends by itself')
    })
  }
}

/** What came of one turn; `late` when the lock was lost on the way. */
type Renewed = { readonly token: Secret } | { readonly late: TokenPair }

function tokenOf(renewed: Renewed): Secret {
  if ('late' in renewed) throw stuck()
  return renewed.token
}

/** By the server's own clock, as its tokens tell. */
function issuedLater(one: TokenPair, other: TokenPair): boolean {
  const [mine, theirs] = [jwtClaims(one.access).expiresAt, jwtClaims(other.access).expiresAt]
  return mine !== undefined && theirs !== undefined && mine > theirs
}

const stuck = () =>
  new TransportError({ failure: 'timeout', message: 'Another Meantime program is taking long to renew the session.' })
