import { chmod, mkdir, open, rename } from 'node:fs/promises'
import { dirname } from 'node:path'
import {
  type AccountId,
  LOGGER,
  type Logger,
  type Plugin,
  TOKEN_STORE,
  type TokenPair,
  type TokenStore,
} from '@meantime/core'
import { writeFile } from 'atomically'
import { type PairJson, pairFromJson, pairToJson, parseJson } from '../pair-json.js'

export interface FileTokenStoreOptions {
  /** Where the tokens are kept; its folder is made when missing. */
  file: string
}

/** Keeps tokens in a file that only its owner may read (mode 0600; on Windows the user folder's own protection). */
export const fileTokenStore = (options: FileTokenStoreOptions): Plugin => ({
  name: '@meantime/auth/file',
  register: (registry) => registry.provide(TOKEN_STORE, (resolve) => new FileTokenStore(options.file, resolve(LOGGER))),
})

type Accounts = Readonly<Record<string, PairJson>>

/**
 * One JSON file for all accounts, replaced whole: another process sees the old or the new one, never half. When two
 * write at the same instant the last one wins; the lock around a refresh keeps that from mattering for one account.
 */
export class FileTokenStore implements TokenStore {
  readonly name = 'file'
  readonly persistent = true
  readonly #file: string
  readonly #logger: Logger
  #writes: Promise<void> = Promise.resolve()

  constructor(file: string, logger: Logger) {
    this.#file = file
    this.#logger = logger
  }

  async load(account: AccountId): Promise<TokenPair | undefined> {
    const accounts = await this.#read()
    return Object.hasOwn(accounts, account) ? pairFromJson(accounts[account]) : undefined
  }

  save(account: AccountId, tokens: TokenPair): Promise<void> {
    return this.#change((accounts) => ({ ...accounts, [account]: pairToJson(tokens) }))
  }

  clear(account: AccountId): Promise<void> {
    return this.#change((accounts) => {
      if (!Object.hasOwn(accounts, account)) return undefined
      return Object.fromEntries(Object.entries(accounts).filter(([id]) => id !== account))
    })
  }

  /** Read, change, replace; one after the other, so that two accounts saved at once in one process both stay. */
  #change(change: (accounts: Accounts) => Accounts | undefined): Promise<void> {
    const write = this.#writes.then(async () => {
      const changed = change(await this.#read())
      if (changed === undefined) return
      await mkdir(dirname(this.#file), { recursive: true, mode: 0o700 })
      await writeFile(this.#file, JSON.stringify({ version: 1, accounts: changed }), { mode: 0o600 })
    })
    this.#writes = write.catch(() => undefined)
    return write
  }

  async #read(): Promise<Accounts> {
    const text = await this.#readPrivately()
    if (text === undefined) return {}
    const { version, accounts } = (parseJson(text) ?? {}) as { version?: unknown; accounts?: unknown }
    if (version === 1 && typeof accounts === 'object' && accounts !== null) return accounts as Accounts
    await this.#setAside()
    return {}
  }

  async #readPrivately(): Promise<string | undefined> {
    try {
      const file = await open(this.#file, 'r')
      try {
        const { mode } = await file.stat()
        if (process.platform !== 'win32' && (mode & 0o077) !== 0) await this.#narrow()
        return await file.readFile('utf8')
      } finally {
        await file.close()
      }
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
      throw error
    }
  }

  async #narrow(): Promise<void> {
    this.#logger.warn('Other users of this computer could read the token file; it is private again', {
      hint: 'If you do not trust them, sign out and in again.',
    })
    await chmod(this.#file, 0o600)
  }

  async #setAside(): Promise<void> {
    this.#logger.warn('The token file could not be understood and was set aside; sign in again', {
      keptAs: `${this.#file}.corrupt`,
    })
    await rename(this.#file, `${this.#file}.corrupt`)
  }
}
