import { type Service, token } from '../container.js'
import type { TaskId } from '../domain/ids.js'
import { authRequiredError, isAuthRequiredError, isMeantimeError, type MeantimeError } from '../errors.js'
import type { Profile } from '../ports/account.js'
import type { Task } from '../ports/queue.js'
import type { ScreenshotOutbox } from '../screenshot-outbox.js'
import type { TimeTracker, Tracked } from '../tracker.js'
import { SERVER_RESTS } from './breaker.js'
import { Leader, type LeaderDeps } from './leader.js'
import { type LegacyTimeEntryType, recordLegacy } from './legacy-entry-points.js'
import { addLegacyScreenshot } from './legacy-screenshot.js'
import { type LastSync, lastSyncKey, mergeReports, type SyncProgress, type SyncReport } from './report.js'
import type { Run } from './run.js'
import { ServerMemory } from './server-memory.js'
import { SingleFlight } from './single-flight.js'

export interface SyncManagerDeps extends LeaderDeps {
  readonly tracker: TimeTracker
  readonly screenshots: ScreenshotOutbox
}

export interface SyncManagerOptions {
  /** How long one run may spend waiting for a sick server before it ends. @default 10 000 ms */
  patienceMs?: number
  /** A process that dies while it delivers is replaced after this long. @default 30 000 ms */
  leaderTtlMs?: number
}

/**
 * Delivers what waits in the queue. Every entry point goes through one door: a call while a run is under way joins it,
 * and between the processes on one data folder only one delivers at a time.
 */
export class SyncManager implements Service {
  private readonly flight = new SingleFlight<SyncReport>()
  private readonly leader: Leader
  private readonly listeners = new Set<(progress: SyncProgress) => void>()
  private readonly endings = new Set<() => void>()
  private stopping = new AbortController()
  private byHand = false
  private everything = false
  private awaited = false

  constructor(
    private readonly deps: SyncManagerDeps,
    { patienceMs = 10_000, leaderTtlMs = 30_000 }: SyncManagerOptions = {},
  ) {
    this.leader = new Leader(deps, { patienceMs, leaderTtlMs, announce: (progress) => this.announce(progress) })
  }

  /**
   * Delivers until nothing more can be delivered now. A server that just failed is left alone for a while. Throws
   * AUTH_REQUIRED at once when nobody is signed in.
   */
  syncQueue(): Promise<SyncReport> {
    const run = this.flight.run(() => this.once(), mergeReports)
    if (!this.awaited) {
      this.awaited = true
      const ended = () => {
        this.awaited = false
        for (const listener of this.endings) listener()
      }
      run.then(ended, ended)
    }
    return run
  }

  /** The same, because a person asked: whatever waits for its next try, a lane or the server, is tried now. */
  syncQueueNow(): Promise<SyncReport> {
    return this.retryFailedTasks([])
  }

  /**
   * Delivers, and offers the server everything once again that was ever delivered to it: for a server that was restored
   * from an older backup. What it still has changes nothing there.
   */
  syncEverything(): Promise<SyncReport> {
    this.everything = true
    return this.syncQueueNow()
  }

  /** Makes the parked tasks named (all by default) pending again, under the same keys, and delivers. */
  async retryFailedTasks(ids?: readonly TaskId[]): Promise<SyncReport> {
    await this.deps.queue.retry(this.profile().accountId, ids)
    this.byHand = true
    return this.syncQueue()
  }

  /** The tasks that wait for another try or for a person. */
  async getRetryTasks(): Promise<readonly Task[]> {
    return this.deps.queue.tasks({ account: this.profile().accountId, states: ['failed', 'dead'] })
  }

  /**
   * The predecessor's way to record an event; see `TimeTracker` for today's. The two token parameters are accepted
   * and ignored, as are tokens in the payload: they are never stored and never sent.
   */
  enqueueTimeEntry(
    type: LegacyTimeEntryType,
    payload: unknown,
    _accessToken?: string,
    _refreshToken?: string,
  ): Promise<Tracked> {
    return recordLegacy(this.deps.tracker, type, payload)
  }

  /**
   * The predecessor's way to hand over a picture: a data URL or bare base64, and the entry it belongs to. Kept as a
   * file; the token parameters are accepted and ignored. Throws LEGACY_PAYLOAD_UNREADABLE, QUEUE_FULL, or as
   * `ScreenshotOutbox` does.
   */
  enqueueScreenshot(
    imageData: string,
    timeEntryId: string,
    _accessToken?: string,
    _refreshToken?: string,
  ): Promise<TaskId> {
    const takenAt = this.deps.clock.now()
    return addLegacyScreenshot(this.deps.screenshots, { imageData, timeEntryId, takenAt })
  }

  /** Tries one task again, whatever it waits for, and whatever else can be delivered with it. */
  syncTask(id: TaskId): Promise<SyncReport> {
    return this.retryFailedTasks([id])
  }

  /** Whether a run would find something to deliver now. Cheap: no network, nothing written. */
  async hasWork(): Promise<boolean> {
    const profile = this.deps.profiles.current()
    if (!profile) return false
    const { offer } = await ServerMemory.load(this.deps.state, profile)
    if (offer) return true
    const due = await this.leader.nextDueAt(profile.accountId)
    return due !== undefined && due <= this.deps.clock.now()
  }

  /** Calls `listener` after each batch. Returns the unsubscribe function. */
  onProgress(listener: (progress: SyncProgress) => void): () => void {
    this.listeners.add(listener)
    return () => this.listeners.delete(listener)
  }

  /** Whether a run of this program is under way. */
  get running(): boolean {
    return this.awaited
  }

  /** Calls `listener` when a run of this program is over, however it ended. Returns the unsubscribe function. */
  onEnded(listener: () => void): () => void {
    this.endings.add(listener)
    return () => this.endings.delete(listener)
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

  private profile(): Profile {
    const profile = this.deps.profiles.current()
    if (!profile) throw authRequiredError()
    return profile
  }

  private async once(): Promise<SyncReport> {
    const profile = this.profile()
    const { byHand, everything } = this
    this.byHand = false
    this.everything = false
    let run: Run
    try {
      run = await this.leader.run(profile, { byHand, everything }, this.stopping.signal)
    } catch (error) {
      this.everything ||= everything
      if (isAuthRequiredError(error)) await this.remember(profile, { status: 'auth-required', sent: 0, problem: error })
      throw error
    }
    // Still asked for when it did not come to it: another process delivers, or the server was not reached.
    this.everything ||= run.everything
    const left = await this.leader.left(run)
    const { sent, dead, failed, batches, bytes, reoffered, gone, ending } = run
    const status = ending.status === 'drained' && left > 0 ? 'waiting' : ending.status
    if (status !== 'busy' && ending.problem?.code !== SERVER_RESTS)
      await this.remember(profile, { ...ending, status, sent, reoffered })
    return { ...ending, status, sent, dead, failed, batches, bytes, reoffered, gone, left }
  }

  private async remember({ accountId }: Profile, ended: Ended): Promise<void> {
    const { state, clock, logger } = this.deps
    const { status, sent, problem, reoffered = 0 } = ended
    const before = await state.get<LastSync>(lastSyncKey(accountId))
    const deliveredAt = sent > 0 ? clock.now() : before?.deliveredAt
    const last: LastSync = {
      at: clock.now(),
      status,
      sent,
      ...(reoffered > 0 ? { reoffered } : {}),
      ...(problem ? { problem: { code: problem.code, message: problem.message } } : {}),
      ...(deliveredAt === undefined ? {} : { deliveredAt }),
    }
    // News to who shows it; the same again is not, and would wake the background delivery that has just told it.
    const news = before?.status !== status || before.problem?.code !== problem?.code
    await state.set(lastSyncKey(accountId), last, { announce: news })
    logger.info('sync ended', { status, sent, code: problem?.code })
  }

  private announce(progress: SyncProgress): void {
    for (const listener of this.listeners) {
      try {
        listener(progress)
      } catch (error) {
        const cause = isMeantimeError(error) ? error.code : String(error)
        this.deps.logger.error('a progress listener threw', { cause })
      }
    }
  }
}

interface Ended {
  readonly status: LastSync['status']
  readonly sent: number
  readonly reoffered?: number
  readonly problem?: MeantimeError
}

export const SYNC_MANAGER = token<SyncManager>('meantime.SyncManager')
