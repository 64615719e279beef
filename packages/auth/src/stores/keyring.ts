import {
  type AccountId,
  CLOCK,
  type Clock,
  MeantimeError,
  type Plugin,
  TOKEN_STORE,
  type TokenPair,
  type TokenStore,
} from '@meantime/core'
import { pairFromJson, pairToJson, parseJson } from '../pair-json.js'

export interface KeyringTokenStoreOptions {
  /** Under which name the entries show in the keyring. @default 'Meantime' */
  service?: string
  /** How long a keyring may take to answer, perhaps with a question to the person. @default 10_000 */
  timeoutMs?: number
  /** @default the operating system's keyring, imported at the first use */
  openEntry?: OpenKeyringEntry
}

export interface KeyringEntry {
  read(): Promise<string | undefined>
  write(text: string): Promise<void>
  remove(): Promise<void>
}

/** May throw at once when there is no keyring. */
export type OpenKeyringEntry = (service: string, account: string) => KeyringEntry | Promise<KeyringEntry>

/** Keeps tokens in the keyring of the operating system. Every call throws where there is none; see `autoTokenStore`. */
export const keyringTokenStore = (options: KeyringTokenStoreOptions = {}): Plugin => ({
  name: '@meantime/auth/keyring',
  register: (registry) => registry.provide(TOKEN_STORE, (resolve) => new KeyringTokenStore(options, resolve(CLOCK))),
})

export class KeyringTokenStore implements TokenStore {
  readonly name = 'OS keyring'
  readonly persistent = true
  readonly #service: string
  readonly #timeoutMs: number
  readonly #openEntry: OpenKeyringEntry
  readonly #clock: Clock

  constructor(options: KeyringTokenStoreOptions, clock: Clock) {
    this.#service = options.service ?? 'Meantime'
    this.#timeoutMs = options.timeoutMs ?? 10_000
    this.#openEntry = options.openEntry ?? openNativeEntry
    this.#clock = clock
  }

  async load(account: AccountId): Promise<TokenPair | undefined> {
    const text = await this.#use(account, (entry) => entry.read())
    return text === undefined ? undefined : pairFromJson(parseJson(text))
  }

  /** Reads back what it wrote: some keyrings take an entry and keep nothing. */
  async save(account: AccountId, tokens: TokenPair): Promise<void> {
    const text = JSON.stringify(pairToJson(tokens))
    const kept = await this.#use(account, async (entry) => {
      await entry.write(text)
      return entry.read()
    })
    if (kept === undefined) throw new KeyringUnavailable('it did not keep what it was given')
  }

  async clear(account: AccountId): Promise<void> {
    await this.#use(account, (entry) => entry.remove())
  }

  async #use<T>(account: AccountId, use: (entry: KeyringEntry) => Promise<T>): Promise<T> {
    const answered = new AbortController()
    const work = async () => use(await this.#openEntry(this.#service, account))
    const tooLate = this.#clock.sleep(this.#timeoutMs, answered.signal).then(() => {
      throw new KeyringUnavailable('it did not answer')
    })
    try {
      return await Promise.race([work(), tooLate])
    } catch (error) {
      throw error instanceof KeyringUnavailable ? error : new KeyringUnavailable(words(error))
    } finally {
      answered.abort()
    }
  }
}

const openNativeEntry: OpenKeyringEntry = async (service, account) =>
  (await import('./keyring-entry.js')).openKeyringEntry(service, account)

/** The first clause of the keyring's own message; it never holds what is kept. */
const words = (error: unknown): string =>
  String((error as Error).message ?? 'unknown')
    .split('\n', 1)[0]
    ?.slice(0, 160) ?? 'unknown'

/** Why there is no keyring to use, in `reason`. */
export class KeyringUnavailable extends MeantimeError {
  readonly reason: string

  constructor(reason: string) {
    super({
      code: 'KEYRING_UNAVAILABLE',
      kind: 'storage',
      message: `The keyring of this computer cannot be used: ${reason}.`,
      hint: 'Unlock it, or keep tokens in a file.',
    })
    this.reason = reason
  }
}
