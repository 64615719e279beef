import {
  type AccountId,
  CLOCK,
  LOGGER,
  type Logger,
  type Plugin,
  TOKEN_STORE,
  type TokenPair,
  type TokenStore,
} from '@meantime/core'
import { FileTokenStore } from './file.js'
import { KeyringTokenStore, type KeyringTokenStoreOptions } from './keyring.js'

export interface AutoTokenStoreOptions extends KeyringTokenStoreOptions {
  /** The file that is used where there is no keyring. */
  file: string
  /** Called once, with the reason, when the file is used instead of the keyring. @default a line in the log */
  onFallback?: (reason: string) => void
}

/** The keyring of the operating system where it works, else a private file. `store.name` tells which, and why. */
export const autoTokenStore = (options: AutoTokenStoreOptions): Plugin => ({
  name: '@meantime/auth/auto',
  register: (registry) =>
    registry.provide(TOKEN_STORE, (resolve) => {
      const logger = resolve(LOGGER)
      const keyring = new KeyringTokenStore(options, resolve(CLOCK))
      return new AutoTokenStore(keyring, new FileTokenStore(options.file, logger), logger, options.onFallback)
    }),
})

/**
 * The first failing call of the keyring decides for the file until the program ends. Both are read, because an earlier
 * run may have decided otherwise (a shell over SSH has no keyring, the desktop has): the pair that expires last counts.
 */
export class AutoTokenStore implements TokenStore {
  readonly persistent = true
  readonly #keyring: TokenStore
  readonly #file: TokenStore
  readonly #logger: Logger
  readonly #onFallback: ((reason: string) => void) | undefined
  #state: 'untried' | 'works' | { readonly reason: string } = 'untried'

  constructor(keyring: TokenStore, file: TokenStore, logger: Logger, onFallback?: (reason: string) => void) {
    this.#keyring = keyring
    this.#file = file
    this.#logger = logger
    this.#onFallback = onFallback
  }

  get name(): string {
    if (typeof this.#state === 'object') return `file (no OS keyring: ${this.#state.reason})`
    return this.#state === 'works' ? 'OS keyring' : 'OS keyring or file'
  }

  async load(account: AccountId): Promise<TokenPair | undefined> {
    const kept = await this.#try(() => this.#keyring.load(account))
    const filed = await this.#file.load(account)
    if (kept === undefined || filed === undefined) return kept ?? filed
    return kept.accessExpiresAt >= filed.accessExpiresAt ? kept : filed
  }

  async save(account: AccountId, tokens: TokenPair): Promise<void> {
    const saved = await this.#try(async () => {
      await this.#keyring.save(account, tokens)
      return true
    })
    if (saved === true) await this.#file.clear(account)
    else await this.#file.save(account, tokens)
  }

  /** From both; fails when either may still hold something. */
  async clear(account: AccountId): Promise<void> {
    await this.#file.clear(account)
    if (this.#state === 'works') await this.#keyring.clear(account)
    else await this.#try(() => this.#keyring.clear(account))
  }

  async #try<T>(use: () => Promise<T>): Promise<T | undefined> {
    if (typeof this.#state === 'object') return undefined
    try {
      const result = await use()
      this.#state = 'works'
      return result
    } catch (error) {
      this.#fallBack(String((error as { reason?: unknown }).reason ?? 'it failed'))
      return undefined
    }
  }

  #fallBack(reason: string): void {
    this.#state = { reason }
    if (this.#onFallback) this.#onFallback(reason)
    else this.#logger.info('Tokens are kept in a private file, because there is no keyring', { reason })
  }
}
