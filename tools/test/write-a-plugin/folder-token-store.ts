import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import {
  type AccountId,
  NEW_ID,
  type NewId,
  type Plugin,
  Secret,
  TOKEN_STORE,
  type TokenPair,
  type TokenStore,
} from '@meantime/core'

export interface FolderTokenStoreOptions {
  /** Made, for its owner only, when it is missing. */
  readonly folder: string
}

/** Keeps tokens in a folder of your choice, such as one on an encrypted stick. */
export const folderTokenStore = (options: FolderTokenStoreOptions): Plugin => ({
  name: 'meantime-folder-token-store',
  register(registry) {
    registry.provide(TOKEN_STORE, (resolve) => new FolderTokenStore(options.folder, resolve(NEW_ID)))
  },
})

class FolderTokenStore implements TokenStore {
  readonly name = 'folder'
  readonly persistent = true

  constructor(
    private readonly folder: string,
    private readonly newId: NewId,
  ) {}

  async start(): Promise<void> {
    await mkdir(this.folder, { recursive: true, mode: 0o700 })
  }

  async load(account: AccountId): Promise<TokenPair | undefined> {
    const text = await readFile(this.file(account), 'utf8').catch((error) => {
      if (error.code === 'ENOENT') return undefined
      throw error
    })
    if (text === undefined) return undefined
    const { access, accessExpiresAt, refresh } = JSON.parse(text)
    return {
      access: new Secret(access),
      accessExpiresAt,
      ...(refresh === undefined ? {} : { refresh: new Secret(refresh) }),
    }
  }

  async save(account: AccountId, { access, accessExpiresAt, refresh }: TokenPair): Promise<void> {
    const text = JSON.stringify({ access: access.reveal(), accessExpiresAt, refresh: refresh?.reveal() })
    // Renamed into place, so that another process never reads half a pair.
    const draft = `${this.file(account)}.${this.newId()}`
    await writeFile(draft, text, { mode: 0o600, flush: true })
    await rename(draft, this.file(account))
  }

  async clear(account: AccountId): Promise<void> {
    await rm(this.file(account), { force: true })
  }

  private file(account: AccountId): string {
    return join(this.folder, `${encodeURIComponent(account)}.json`)
  }
}
