import {
  ACCESS_TOKENS,
  type AccessTokens,
  type AccountId,
  type App,
  authRequiredError,
  BACKGROUND_SYNC,
  CLOCK,
  coreServices,
  createApp,
  JOURNAL,
  type Journal,
  LOCKS,
  type Locks,
  NEW_ID,
  override,
  type Plugin,
  PROFILES,
  RANDOM,
  Secret,
  STATE_STORE,
  SYNC_MANAGER,
  type SyncManager,
  TASK_QUEUE,
  type TaskQueue,
  TIME_TRACKER,
  type TimeTracker,
  TRANSPORT,
  type Transport,
} from '@meantime/core'
import { sqliteQueue } from '@meantime/queue-sqlite'
import { type ManualClock, seededRandom, sequentialIds } from '@meantime/testkit'

export const CAPACITY = 30

/** What two programs on one computer share beside the file. */
export interface Person {
  account: AccountId | undefined
  /** Number of the newest token; the server may ask for a newer one. */
  token: number
}

/** One running program, as the apps compose it, with time, randomness, network and person injected. */
export interface Program {
  readonly name: string
  readonly journal: Journal
  readonly queue: TaskQueue
  readonly tracker: TimeTracker
  readonly sync: SyncManager
  readonly locks: Locks
  readonly app: App
  /** Closes the file under the program, which stops nothing and tidies up nothing. */
  kill(): Promise<void>
}

export interface Surroundings {
  readonly file: string
  readonly clock: ManualClock
  readonly person: Person
  readonly transport: Transport
  readonly seed: number
  readonly count: number
  /** Deliver by itself, as a program does that stays open. @default false */
  readonly background?: boolean
}

export async function startProgram(given: Surroundings): Promise<Program> {
  const { file, clock, transport, person, seed, count } = given
  const newId = sequentialIds(clock, count % 4096)
  const surroundings: Plugin = {
    name: 'the model',
    register(registry) {
      registry.provide(TRANSPORT, () => transport)
      registry.provide(ACCESS_TOKENS, () => tokensOf(person))
      registry.provide(PROFILES, () => ({ current: () => profileOf(person), save: async () => undefined }))
    },
  }
  const app = createApp({
    plugins: [
      coreServices({ network: { addresses: () => [] } }),
      sqliteQueue({ file, capacity: CAPACITY, synchronous: 'NORMAL' }),
      surroundings,
    ],
    overrides: [
      override(CLOCK, () => clock),
      override(RANDOM, () => seededRandom(seed + count)),
      override(NEW_ID, () => newId),
    ],
  })
  await app.start(JOURNAL, TASK_QUEUE, LOCKS, STATE_STORE, TIME_TRACKER, SYNC_MANAGER)
  if (given.background) await app.start(BACKGROUND_SYNC)
  const database = app.get(Symbol.for('meantime.queue-sqlite.SqliteFile') as typeof LOCKS) as unknown as App
  return {
    name: `program ${count}`,
    app,
    journal: app.get(JOURNAL),
    queue: app.get(TASK_QUEUE),
    locks: app.get(LOCKS),
    tracker: app.get(TIME_TRACKER),
    sync: app.get(SYNC_MANAGER),
    kill: () => database.stop(),
  }
}

const profileOf = ({ account }: Person) =>
  account && { accountId: account, email: `${account}@example.org`, server: 'https://example.org' }

/** A token says whose it is and how new: `ann 3`. */
function tokensOf(person: Person): AccessTokens {
  return {
    async getFreshToken(rejected, account) {
      if (!person.account || (account && account !== person.account)) throw authRequiredError()
      if (rejected?.reveal() === `${person.account} ${person.token}`) person.token += 1
      return new Secret(`${person.account} ${person.token}`)
    },
    onTokensSet: () => () => undefined,
  }
}
