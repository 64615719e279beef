import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { coreServices, createApp, TOKEN_STORE } from '@meantime/core'
import { describeTokenStoreContract } from '@meantime/testkit'
import { onTestFinished } from 'vitest'
import { folderTokenStore } from './folder-token-store.js'

const open = async (folder: string) => {
  const app = createApp({ plugins: [coreServices(), folderTokenStore({ folder })] })
  await app.start(TOKEN_STORE)
  return app.get(TOKEN_STORE)
}

describeTokenStoreContract({
  capabilities: { persistent: true },
  async create() {
    const folder = await mkdtemp(join(tmpdir(), 'folder-token-store-'))
    onTestFinished(() => rm(folder, { recursive: true }))
    return { store: await open(folder), reopen: () => open(folder) }
  },
})
