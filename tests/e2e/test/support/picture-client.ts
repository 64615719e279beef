import { join } from 'node:path'
import {
  ACCESS_TOKENS,
  type AccountId,
  type App,
  coreServices,
  createApp,
  type Plugin,
  PROFILES,
  Secret,
  SYNC_MANAGER,
} from '@meantime/core'
import { sqliteQueue } from '@meantime/queue-sqlite'
import { fileSpool, keyInFile } from '@meantime/spool'
import { httpTransport } from '@meantime/transport-http'

export interface Person {
  readonly account: string
  readonly token: string
  /** What a refresh gives, when the first one is refused. */
  readonly nextToken?: string
}

/** A program that takes screenshots: all its parts are real, but its person is signed in for ever. */
export async function pictureClient(folder: string, server: string, person: Person): Promise<App> {
  const { account, token, nextToken = token } = person
  const profile = { accountId: account as AccountId, email: 'ann@example.org', server }
  const signedIn: Plugin = {
    name: 'signed in',
    register(registry) {
      registry.provide(PROFILES, () => ({ current: () => profile, save: async () => undefined }))
      registry.provide(ACCESS_TOKENS, () => ({
        getFreshToken: async (rejected) => new Secret(rejected ? nextToken : token),
        onTokensSet: () => () => undefined,
      }))
    },
  }
  const app = createApp({
    plugins: [
      coreServices(),
      sqliteQueue({ file: join(folder, 'meantime.db') }),
      fileSpool({ folder: join(folder, 'spool'), key: keyInFile({ folder }) }),
      httpTransport({ server, timeoutMs: 5000 }),
      signedIn,
    ],
  })
  await app.start(SYNC_MANAGER)
  return app
}
