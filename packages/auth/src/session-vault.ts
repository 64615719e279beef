import type { AccountId, Logger, TokenPair, TokenStore } from '@meantime/core'

/** Tokens, and whose they are; a front end may hand over tokens of whom nothing is known yet. */
export interface Session {
  readonly account: AccountId | undefined
  readonly tokens: TokenPair
}

/** What became of the stored pair since this process last saw it. */
export type StoreNews = 'same' | 'gone' | Session

/**
 * The session in memory, and its copy in the token store. A store that fails costs persistence, never the session: a
 * locked keyring signs nobody out.
 */
export class SessionVault {
  readonly #store: TokenStore
  readonly #logger: Logger
  #session: Session | undefined
  /** The stored pair as this process last saw it; undefined when there was none or it could not be read. */
  #seen: TokenPair | undefined
  /** Signed out, but the store could not be cleared: it must not bring the session back. */
  #barred: AccountId | undefined
  /** Grows with every sign-in and sign-out, so that a read of the store that was under way does not undo one. */
  #version = 0
  /** What the store last threw; undefined while it works. */
  #trouble: unknown

  constructor(store: TokenStore, logger: Logger) {
    this.#store = store
    this.#logger = logger
  }

  get session(): Session | undefined {
    return this.#session
  }

  /** Why the store did not do what it was last asked for; undefined when it did. */
  get trouble(): unknown {
    return this.#trouble
  }

  /** The session of `account`, from memory or else from the store; or one whose owner is not known yet. */
  async open(account: AccountId | undefined): Promise<Session | undefined> {
    const held = this.#session
    if (held !== undefined && (held.account === undefined || held.account === account)) return held
    this.#session = undefined
    if (account === undefined || account === this.#barred) return undefined
    const version = this.#version
    const stored = await this.#load(account)
    if (stored === undefined || stored === 'unreadable' || version !== this.#version) return this.#session
    this.#seen = stored
    this.#session = { account, tokens: stored }
    return this.#session
  }

  /** Asks the store whether another process has changed the pair. Takes a newer one over into memory. */
  async lookAgain(account: AccountId): Promise<StoreNews> {
    const version = this.#version
    const stored = await this.#load(account)
    if (stored === 'unreadable' || version !== this.#version) return 'same'
    if (stored === undefined) return this.#seen === undefined ? 'same' : 'gone'
    if (this.#seen !== undefined && samePair(stored, this.#seen)) return 'same'
    this.#seen = stored
    this.#session = { account, tokens: stored }
    return this.#session
  }

  /** Saves a pair and then uses it, so that a crash in between loses nothing. */
  async keep(session: Session): Promise<void> {
    const { account, tokens } = session
    if (account !== undefined) {
      this.#barred = undefined
      this.#version += 1
      this.#seen = (await this.#save(account, tokens)) ? tokens : this.#seen
    }
    this.#version += 1
    this.#session = session
  }

  /** Ends the session in memory only; the store is not touched. */
  drop(): void {
    this.#version += 1
    this.#session = undefined
    this.#seen = undefined
  }

  /** Ends the session here and in the store. False when the store could not be cleared. */
  async forget(account: AccountId): Promise<boolean> {
    this.drop()
    this.#barred = account
    try {
      await this.#store.clear(account)
      this.#barred = undefined
      return true
    } catch (error) {
      this.#logger.warn('The token store could not be cleared', { store: this.#store.name, reason: reason(error) })
      return false
    }
  }

  async #load(account: AccountId): Promise<TokenPair | undefined | 'unreadable'> {
    try {
      const stored = await this.#store.load(account)
      this.#trouble = undefined
      return stored
    } catch (error) {
      this.#trouble = error
      this.#logger.warn('The token store could not be read', { store: this.#store.name, reason: reason(error) })
      return 'unreadable'
    }
  }

  async #save(account: AccountId, tokens: TokenPair): Promise<boolean> {
    try {
      await this.#store.save(account, tokens)
      this.#trouble = undefined
      return true
    } catch (error) {
      this.#trouble = error
      const fields = { store: this.#store.name, reason: reason(error) }
      this.#logger.warn('The session could not be saved; it lasts until this program ends', fields)
      return false
    }
  }
}

const samePair = (one: TokenPair, other: TokenPair): boolean =>
  one.access.reveal() === other.access.reveal() && one.refresh?.reveal() === other.refresh?.reveal()

/** Only the code: a store's message might hold what it was given. */
function reason(error: unknown): string {
  const { code, name } = error as { code?: unknown; name?: unknown }
  return String(code ?? name ?? 'unknown')
}
