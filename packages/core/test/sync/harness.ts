import {
  type AccessTokens,
  type AccountId,
  type BatchResult,
  type ClaimedTask,
  type Clock,
  type Outcome,
  type Profile,
  ScreenshotOutbox,
  Secret,
  type SendContext,
  SyncManager,
  type SyncManagerOptions,
  silentLogger,
  type TaskId,
  TimeTracker,
  type Transport,
  TransportError,
} from '../../src/index.js'
import { StubJournal } from '../tracker/stub-journal.js'
import { StubQueue } from './stub-queue.js'

export const ACCOUNT = '018f0000-0000-7000-8000-000000000001' as AccountId

/** Time moves only when somebody sleeps, and then at once. */
export class InstantClock implements Clock {
  time = Date.UTC(2026, 2, 2, 9)
  slept: number[] = []

  now = () => this.time
  monotonic = () => this.time
  zone = () => 'UTC'
  sleep = async (ms: number, signal?: AbortSignal) => {
    signal?.throwIfAborted()
    this.slept.push(ms)
    this.time += ms
  }
}

export type Answer = (batch: readonly ClaimedTask[], context: SendContext) => Promise<BatchResult> | BatchResult

/** Everything takes effect. */
export const applyAll: Answer = (batch) => answer(batch, () => ({ kind: 'applied' }))

export function answer(batch: readonly ClaimedTask[], judge: (task: ClaimedTask) => Outcome | undefined): BatchResult {
  const outcomes = new Map<TaskId, Outcome>()
  for (const task of batch) {
    const outcome = judge(task)
    if (outcome) outcomes.set(task.id, outcome)
  }
  return { outcomes, bytes: batch.length * 100 }
}

export const fails = (failure: TransportError['failure'], retryAfterMs?: number): Answer => {
  return () => {
    throw new TransportError({ failure, message: failure, ...(retryAfterMs === undefined ? {} : { retryAfterMs }) })
  }
}

/** By id; what is not named takes effect. */
export const judged =
  (verdicts: Record<string, Outcome | undefined>): Answer =>
  (batch) =>
    answer(batch, ({ id }) => (id in verdicts ? verdicts[id] : { kind: 'applied' }))

export class ScriptedTransport implements Transport {
  readonly batches: string[][] = []
  readonly tokens: string[] = []
  /** Answers in order; the last one goes on for ever. */
  constructor(public script: Answer[]) {}

  async send(batch: readonly ClaimedTask[], context: SendContext): Promise<BatchResult> {
    this.batches.push(batch.map(({ id }) => id))
    this.tokens.push(context.token.reveal())
    const next = this.script.length > 1 ? this.script.shift() : this.script[0]
    return (next ?? applyAll)(batch, context)
  }
}

export function harness(script: Answer[] = [applyAll], options: SyncManagerOptions & { signedIn?: boolean } = {}) {
  const { signedIn = true, ...managerOptions } = options
  const clock = new InstantClock()
  const queue = new StubQueue(clock)
  const transport = new ScriptedTransport(script)
  const state = new Map<string, unknown>()
  const profile: Profile = { accountId: ACCOUNT, email: 'ann@example.org', server: 'http://127.0.0.1:1' }
  const nothing = (): void => undefined
  const locks = { held: false, asked: 0, renewable: true, renewals: 0, whenAsked: nothing, whenReleased: nothing }
  const auth: AccessTokens & { refreshes: number; fail?: Error; failOnce?: Error } = {
    refreshes: 0,
    async getFreshToken(rejected) {
      const once = auth.failOnce
      delete auth.failOnce
      if (once ?? auth.fail) throw once ?? auth.fail
      if (rejected) auth.refreshes += 1
      return new Secret(`token-${auth.refreshes}`)
    },
    onTokensSet: () => () => undefined,
  }
  const profiles = { current: () => (signedIn ? profile : undefined), save: async () => undefined }
  const journal = new StubJournal(clock)
  let ids = 0
  const tracker = new TimeTracker(journal, profiles, clock, () => `id-${++ids}`)
  const another = () =>
    new SyncManager(
      {
        tracker,
        screenshots: new ScreenshotOutbox(undefined, queue, profiles, () => 'shot'),
        journal,
        queue,
        transport,
        auth,
        clock,
        random: () => 0.5,
        logger: silentLogger,
        state: {
          get: async <T>(key: string) => state.get(key) as T | undefined,
          set: async (key, value) => void state.set(key, value),
          async update<T>(key: string, change: (current: T | undefined) => T | undefined) {
            state.set(key, change(state.get(key) as T | undefined))
            return state.get(key) as T | undefined
          },
        },
        profiles,
        locks: {
          async tryAcquire() {
            locks.asked += 1
            locks.whenAsked()
            if (locks.held) return undefined
            locks.held = true
            return {
              epoch: locks.asked,
              renew: async () => {
                locks.renewals += 1
                return locks.renewable
              },
              release: async () => {
                locks.held = false
                locks.whenReleased()
              },
            }
          },
        },
      },
      managerOptions,
    )
  return { manager: another(), another, journal, tracker, queue, transport, clock, auth, locks, state }
}
