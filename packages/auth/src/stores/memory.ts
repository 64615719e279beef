import { type AccountId, type Plugin, TOKEN_STORE, type TokenPair, type TokenStore } from '@meantime/core'

/** Keeps tokens until the program ends. */
export const memoryTokenStore = (): Plugin => ({
  name: '@meantime/auth/memory',
  register: (registry) => registry.provide(TOKEN_STORE, () => new MemoryTokenStore()),
})

export class MemoryTokenStore implements TokenStore {
  readonly name = 'memory'
  readonly persistent = false
  readonly #pairs = new Map<AccountId, TokenPair>()

  async load(account: AccountId): Promise<TokenPair | undefined> {
    return this.#pairs.get(account)
  }

  async save(account: AccountId, tokens: TokenPair): Promise<void> {
    this.#pairs.set(account, tokens)
  }

  async clear(account: AccountId): Promise<void> {
    this.#pairs.delete(account)
  }
}
