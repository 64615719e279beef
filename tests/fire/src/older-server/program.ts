import {
  ACCESS_TOKENS,
  type AccessTokens,
  type AccountId,
  type App,
  BLOB_STORE,
  CLOCK,
  coreServices,
  createApp,
  JOURNAL,
  type Journal,
  LOCKS,
  NEW_ID,
  override,
  type Plugin,
  PROFILES,
  RANDOM,
  SCREENSHOT_OUTBOX,
  type ScreenshotOutbox,
  Secret,
  STATE_STORE,
  SYNC_MANAGER,
  type SyncManager,
  TASK_QUEUE,
  type TaskQueue,
  TIME_TRACKER,
  type TimeTracker,
} from '@meantime/core'
import { sqliteQueue } from '@meantime/queue-sqlite'
import { type ManualClock, type MemoryBlobStore, seededRandom, sequentialIds } from '@meantime/testkit'
import type { OlderServer, OlderUser } from '@meantime/testkit/older-server'
import { type Http, HUBNITY_HTTP, hubnityTransport } from '@meantime/transport-hubnity'

export const SERVER = 'https://hubnity.example.test/api/v1'

export interface Program {
  readonly app: App
  readonly journal: Journal
  readonly queue: TaskQueue
  readonly tracker: TimeTracker
  readonly sync: SyncManager
  readonly shots: ScreenshotOutbox
  /** Closes the file under the program, which tidies up nothing; only what would run for ever is ended. */
  kill(): Promise<void>
}

export interface Surroundings {
  readonly file: string
  readonly clock: ManualClock
  readonly older: OlderServer
  readonly user: OlderUser
  readonly http: Http
  readonly blobs: MemoryBlobStore
  readonly seed: number
  readonly count: number
}

/** The real engine, queue and plugin; time, chance, ids, network and person are the model's. */
export async function startProgram(given: Surroundings): Promise<Program> {
  const { file, clock, older, user, http, blobs, seed, count } = given
  const newId = sequentialIds(clock, count % 4096)
  const profile = { accountId: user.id as AccountId, email: user.email, server: SERVER }
  const surroundings: Plugin = {
    name: 'the model',
    register(registry) {
      registry.provide(ACCESS_TOKENS, () => tokensOf(older, user))
      registry.provide(PROFILES, () => ({ current: () => profile, save: async () => undefined }))
      registry.provide(BLOB_STORE, () => blobs)
    },
  }
  const app = createApp({
    plugins: [
      coreServices({ network: { addresses: () => [] } }),
      sqliteQueue({ file, synchronous: 'NORMAL' }),
      surroundings,
      hubnityTransport({ server: SERVER, heartbeatMs: 120_000 }),
    ],
    overrides: [
      override(CLOCK, () => clock),
      override(RANDOM, () => seededRandom(seed + count)),
      override(NEW_ID, () => newId),
      override(HUBNITY_HTTP, () => http),
    ],
  })
  await app.start(JOURNAL, TASK_QUEUE, LOCKS, STATE_STORE, TIME_TRACKER, SYNC_MANAGER, SCREENSHOT_OUTBOX)
  const inner = (name: string) => app.get(Symbol.for(name) as typeof LOCKS) as unknown as { stop(): Promise<void> }
  const [database, tending] = [inner('meantime.queue-sqlite.SqliteFile'), inner('meantime.hubnity.Tending')]
  return {
    app,
    journal: app.get(JOURNAL),
    queue: app.get(TASK_QUEUE),
    tracker: app.get(TIME_TRACKER),
    sync: app.get(SYNC_MANAGER),
    shots: app.get(SCREENSHOT_OUTBOX),
    kill: async () => {
      await database.stop()
      void tending.stop()
    },
  }
}

/** As AuthManager, without its store: a token that was refused is renewed. */
function tokensOf(older: OlderServer, user: OlderUser): AccessTokens {
  let token: Secret | undefined
  return {
    async getFreshToken(rejected) {
      if (!token || rejected?.reveal() === token.reveal()) token = new Secret(older.signIn(user).access_token)
      return token
    },
    onTokensSet: () => () => undefined,
  }
}
