import {
  ACCESS_TOKENS,
  type ClaimedTask,
  type Outcome,
  type Plugin,
  PROFILES,
  Secret,
  type TaskId,
  TRANSPORT,
} from '@meantime/core'
import { ACCOUNT } from './our-queue.js'

const SERVER = 'http://127.0.0.1'

/** Somebody who is signed in for good, so that what is measured is delivery. */
export const signedIn = (token = new Secret('bench'), server = SERVER): Plugin => ({
  name: 'bench sign-in',
  register(registry) {
    const profile = { accountId: ACCOUNT, email: 'bench@example.org', server }
    registry.provide(PROFILES, () => ({ current: () => profile, save: async () => undefined }))
    registry.provide(ACCESS_TOKENS, () => ({ getFreshToken: async () => token, onTokensSet: () => () => undefined }))
  },
})

/** A transport that hands each batch to `handle` and reports all of it applied. */
export const syncInto = (handle: (batch: readonly ClaimedTask[]) => Promise<void>): Plugin => ({
  name: 'bench transport',
  register(registry) {
    signedIn().register(registry)
    registry.provide(TRANSPORT, () => ({
      async send(batch) {
        await handle(batch)
        const applied = { kind: 'applied' } as const
        return { outcomes: new Map<TaskId, Outcome>(batch.map(({ id }) => [id, applied])), bytes: 0 }
      },
    }))
  },
})
