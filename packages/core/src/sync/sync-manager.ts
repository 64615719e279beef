import { type Service, token } from '../container.js'
import type { AccountId, TaskId } from '../domain/ids.js'
import { authRequiredError, isAuthRequiredError, isMeantimeError, type MeantimeError } from '../errors.js'
import type { Profiles } from '../ports/account.js'
import type { HeldLock, Locks } from '../ports/locks.js'
import type { Task } from '../ports/queue.js'
import type { StateStore } from '../ports/state-store.js'
import { isTransportError } from '../ports/transport.js'
import { BatchLimit } from './batch-limit.js'
import { type DeliveryDeps, deliver, type Session } from './delivery.js'
import { Patience } from './patience.js'
import { type LastSync, lastSyncKey, mergeReports, type SyncProgress, type SyncReport } from './report.js'
import { type Ending, endingFor, Run } from './run.js'
import { SingleFlight } from './single-flight.js'

export interface SyncManagerDeps extends DeliveryDeps {
  readonly locks: Locks
  readonly state: StateStore
  readonly profiles: Profiles
}

export interface SyncManagerOptions {
  /** How long one run may spend waiting for a sick server before it ends. @default 10 000 ms */
  patienceMs?: number
  /** A process that dies while it delivers is replaced after this long. @default 30 000 ms */
  leaderTtlMs?: number
}

const PURGE_EVERY_MS = 60 * 60_000

/**
 * Delivers what waits in the queue. Every entry point goes through one door: a call while a run is under way joins it,
 * and between the processes on one data folder only one delivers at a time.
 */
export class SyncManager implements Service {
  private readonly flight = new SingleFlight<SyncReport>()
  private readonly limit = new BatchLimit()
  private readonly listeners = new Set<(progress: SyncProgress) => void>()
  private readonly patienceMs: number
  private readonly leaderTtlMs: number
  private stopping = new AbortController()
  private purgedAt = Number.NEGATIVE_INFINITY

  constructor(
    private readonly deps: SyncManagerDeps,
    { patienceMs = 10_000, leaderTtlMs = 30_000 }: SyncManagerOptions = {},
  ) {
    this.patienceMs = patienceMs
    this.leaderTtlMs = leaderTtlMs
  }

  /** Delivers until nothing more can be delivered now. Throws AUTH_REQUIRED at once when nobody is signed in. */
  syncQueue(): Promise<SyncReport> {
    return this.flight.run(() => this.once(), mergeReports)
  }

  /** The same, because a person asked: lanes that wait for their next try are tried now. */
  async syncQueueNow(): Promise<SyncReport> {
    await this.deps.queue.retry(this.account(), [])
    return this.syncQueue()
  }

  /** Makes the parked tasks named (all by default) pending again, under the same keys, and delivers. */
  async retryFailedTasks(ids?: readonly TaskId[]): Promise<SyncReport> {
    await this.deps.queue.retry(this.account(), ids)
    return this.syncQueue()
  }

  /** The tasks that wait for another try or for a person. */
  getRetryTasks(): Promise<readonly Task[]> {
    return this.deps.queue.tasks({ account: this.account(), states: ['failed', 'dead'] })
  }

  /** Whether a run would find something to deliver now. Cheap: no network, nothing written. */
  async hasWork(): Promise<boolean> {
    const account = this.deps.profiles.current()?.accountId
    const due = account ? await this.deps.queue.nextDueAt(account) : undefined
    return due !== undefined && due <= this.deps.clock.now()
  }

  /** Calls `listener` after each batch. Returns the unsubscribe function. */
  onProgress(listener: (progress: SyncProgress) => void): () => void {
    this.listeners.add(listener)
    return () => this.listeners.delete(listener)
  }

  /** What the last run of any process on this data folder left behind. */
  async lastSync(): Promise<LastSync | undefined> {
    const account = this.deps.profiles.current()?.accountId
    return account ? this.deps.state.get<LastSync>(lastSyncKey(account)) : undefined
  }

  /** Ends a run that is under way: what it had claimed goes back to the queue. */
  async stop(): Promise<void> {
    this.stopping.abort()
    await this.flight.landed()
    this.stopping = new AbortController()
  }

  private account(): AccountId {
    const profile = this.deps.profiles.current()
    if (!profile) throw authRequiredError()
    return profile.accountId
  }

  private async once(): Promise<SyncReport> {
    const account = this.account()
    const run = new Run(account)
    try {
      run.end(await this.lead(account, run))
    } catch (error) {
      if (isAuthRequiredError(error)) await this.remember(account, 'auth-required', run, error)
      throw error
    }
    const report = await this.report(run)
    if (report.status !== 'busy') await this.remember(account, report.status, run, report.problem)
    return report
  }

  /** Delivers as this data folder's leader. */
  private async lead(account: AccountId, run: Run): Promise<Ending> {
    const { auth, locks, queue, clock } = this.deps
    let session: Session
    try {
      session = { token: await auth.getFreshToken() }
    } catch (error) {
      if (isTransportError(error)) return endingFor(error)
      throw error
    }
    // Looked at again after the lock is free: what another process enqueued while we held it (and so was told that
    // we deliver) must not be left behind.
    for (;;) {
      const lock = await locks.tryAcquire(`sync:${account}`, this.leaderTtlMs)
      if (!lock) return { status: 'busy' }
      let ending: Ending
      try {
        ending = await this.drain(account, session, lock, run)
        await this.purgeSometimes()
      } finally {
        await lock.release()
      }
      const due = ending.status === 'drained' ? await queue.nextDueAt(account) : undefined
      if (due === undefined || due > clock.now()) return ending
    }
  }

  private async drain(account: AccountId, session: Session, lock: HeldLock, run: Run): Promise<Ending> {
    const { queue, clock, random } = this.deps
    const { signal } = this.stopping
    let renewedAt = clock.monotonic()
    const patience = new Patience(this.patienceMs, random)
    while (!signal.aborted) {
      if (clock.monotonic() - renewedAt > this.leaderTtlMs / 3) {
        if (!(await lock.renew())) return { status: 'busy' }
        renewedAt = clock.monotonic()
      }
      const lease = await queue.claim({ account, limit: this.limit.value })
      if (!lease) return { status: 'drained' }
      const delivered = await deliver(lease, this.deps, session, signal)
      run.add(delivered)
      const left = await this.left(account)
      if (delivered.error === undefined) {
        patience.answered()
        this.limit.succeeded(delivered.sent, left > 0)
        this.announce({ sent: run.sent, left, bytes: run.bytes, limit: this.limit.value })
        continue
      }
      const { failure } = delivered.error
      if (failure === 'unauthorized') throw authRequiredError(delivered.error)
      if (failure !== 'server' && failure !== 'timeout' && failure !== 'throttled' && failure !== 'offline') {
        return endingFor(delivered.error)
      }
      if (failure !== 'offline') this.limit.shrink()
      const wait = patience.after(delivered.error)
      if (wait === undefined) return endingFor(delivered.error, clock.now())
      await clock.sleep(wait, signal).catch(() => undefined)
    }
    return { status: 'cancelled' }
  }

  private async left(account: AccountId): Promise<number> {
    const { pending, leased, failed, dead } = await this.deps.queue.counts(account)
    return pending + leased + failed + dead
  }

  private async report(run: Run): Promise<SyncReport> {
    const left = await this.left(run.account)
    const status = run.ending.status === 'drained' && left > 0 ? 'waiting' : run.ending.status
    const { sent, dead, failed, batches, bytes } = run
    return { ...run.ending, status, sent, dead, failed, batches, bytes, left }
  }

  private async remember(
    account: AccountId,
    status: LastSync['status'],
    run: Run,
    problem?: MeantimeError,
  ): Promise<void> {
    const { state, clock, logger } = this.deps
    const before = await state.get<LastSync>(lastSyncKey(account))
    const deliveredAt = run.sent > 0 ? clock.now() : before?.deliveredAt
    const last: LastSync = {
      at: clock.now(),
      status,
      sent: run.sent,
      ...(problem ? { problem: { code: problem.code, message: problem.message } } : {}),
      ...(deliveredAt === undefined ? {} : { deliveredAt }),
    }
    await state.set(lastSyncKey(account), last)
    logger.info('sync ended', { status, sent: run.sent, code: problem?.code })
  }

  private announce(progress: SyncProgress): void {
    for (const listener of this.listeners) {
      try {
        listener(progress)
      } catch (error) {
        this.deps.logger.error('a progress listener threw', {
          error: isMeantimeError(error) ? error.code : String(error),
        })
      }
    }
  }

  private async purgeSometimes(): Promise<void> {
    if (this.deps.clock.monotonic() - this.purgedAt < PURGE_EVERY_MS) return
    this.purgedAt = this.deps.clock.monotonic()
    await this.deps.queue.purge()
  }
}

export const SYNC_MANAGER = token<SyncManager>('meantime.SyncManager')
