import type { AccountId } from '../domain/ids.js'
import { authRequiredError } from '../errors.js'
import type { Profile, Profiles } from '../ports/account.js'
import type { HeldLock, Locks } from '../ports/locks.js'
import type { ShotLedger } from '../ports/shots.js'
import type { StateStore } from '../ports/state-store.js'
import { isTransportError, type TransportError } from '../ports/transport.js'
import { BatchLimit } from './batch-limit.js'
import { Breaker, serverRests } from './breaker.js'
import { type Delivered, type DeliveryDeps, deliver, type Session } from './delivery.js'
import { Patience } from './patience.js'
import { Renewal } from './renewal.js'
import { type ReofferDeps, Reoffering } from './reoffering.js'
import { type SyncProgress, syncLock } from './report.js'
import { type Ending, endingFor, Run } from './run.js'
import { ServerMemory } from './server-memory.js'
import type { UploadPass } from './upload-pass.js'

export interface LeaderDeps extends DeliveryDeps, ReofferDeps {
  readonly locks: Locks
  readonly state: StateStore
  readonly profiles: Profiles
  /** Absent where no pictures are kept. */
  readonly shots?: Pick<ShotLedger, 'release'> | undefined
}

export interface RunOptions {
  /** A person asked, so a server that rests after a failure is asked all the same. */
  readonly byHand: boolean
  /** Everything recorded is offered again, whatever the server says that it knows. */
  readonly everything: boolean
}

export interface LeadOptions {
  readonly patienceMs: number
  readonly leaderTtlMs: number
  readonly announce: (progress: SyncProgress) => void
}

/** While pictures are on their way, what was recorded meanwhile is looked for this often: they may take minutes. */
const LOOK_EVERY_MS = 500

interface Uploads {
  readonly begin: () => Promise<UploadPass | undefined>
  pass: UploadPass | undefined
}

/** From so many failed runs on a task that was alone may be why the connection breaks. */
const SUSPICIOUS_AFTER = 4

const PURGE_EVERY_MS = 60 * 60_000

/** Runs the deliveries of this process, one at a time, as the only one of all processes on this data folder. */
export class Leader {
  private readonly limit = new BatchLimit()
  private readonly breaker: Breaker
  private purgedAt = Number.NEGATIVE_INFINITY

  constructor(
    private readonly deps: LeaderDeps,
    private readonly options: LeadOptions,
  ) {
    this.breaker = new Breaker(deps.state, deps.clock, deps.random)
  }

  /** Throws AUTH_REQUIRED. */
  async run(profile: Profile, { byHand, everything }: RunOptions, signal: AbortSignal): Promise<Run> {
    const run = new Run(profile.accountId, everything)
    const rests = byHand ? undefined : await this.rest(profile)
    if (rests) return run.end(rests)
    if (byHand) this.deps.uploads?.hurry()
    return run.end(await this.lead(run, profile, byHand, signal))
  }

  private async rest({ server }: Profile): Promise<Ending | undefined> {
    const until = await this.breaker.restsUntil(server)
    return until === undefined ? undefined : { status: 'failing', problem: serverRests(until), retryAt: until }
  }

  /** A run that was stopped, or that tried one task alone, says nothing of the server: the next finds it as this run had. */
  private async learn(run: Run, { status, problem }: Ending, { server }: Profile): Promise<void> {
    if (status === 'cancelled' || status === 'busy') return
    if (problem !== undefined && problem === run.taskProblem) return
    if (isTransportError(problem) && problem !== run.uploadProblem) await this.breaker.failed(server, problem)
    else if (run.batches > 0) await this.breaker.answered(server)
  }

  private async lead(run: Run, profile: Profile, byHand: boolean, signal: AbortSignal): Promise<Ending> {
    const { auth, locks, clock } = this.deps
    let session: Session
    try {
      session = { token: await auth.getFreshToken(undefined, run.account), account: run.account }
    } catch (error) {
      if (!isTransportError(error)) throw error
      const ending = endingFor(error, clock.now())
      await this.learn(run, ending, profile)
      return ending
    }
    // Looked at again after the lock is free: what another process enqueued while we held it (and so was told that
    // we deliver) must not be left behind. Two looks in a row that find nothing end the run all the same: a queue that
    // promises work and gives none must not keep this process busy.
    let emptyLooks = 0
    for (;;) {
      const before = run.batches
      const lock = await locks.tryAcquire(syncLock(run.account), this.options.leaderTtlMs)
      if (!lock) return { status: 'busy' }
      let ending: Ending
      try {
        // Several processes may have found its rest over; whoever has the lock first sends the probe, and the others see
        // what came of it, because it is written down before the lock is free.
        const rests = byHand || run.batches > 0 ? undefined : await this.rest(profile)
        if (rests) return rests
        if (run.batches === 0) {
          const failures = await this.breaker.failures(profile.server)
          this.limit.probe(failures)
          session.suspicious = failures >= SUSPICIOUS_AFTER
        }
        session.memory = await ServerMemory.load(this.deps.state, profile)
        if (run.everything) await session.memory.offerAll()
        run.everything = false
        // Also where no agent runs that would do it at its moment.
        await this.deps.shots?.release(run.account)
        ending = await this.drain(run, session, lock, signal)
        await this.learn(run, ending, profile)
        if (refusedFreshToken(run, ending)) throw authRequiredError(ending.problem)
        await this.purgeSometimes()
        await this.deps.uploads?.sweepSometimes()
      } finally {
        await lock.release()
      }
      const due = ending.status === 'drained' ? await this.nextDueAt(run.account) : undefined
      emptyLooks = run.batches === before ? emptyLooks + 1 : 0
      if (due === undefined || due > clock.now() || emptyLooks === 2) return ending
    }
  }

  /** UTC ms from which something can be delivered or uploaded, 0 for now; undefined for never. */
  async nextDueAt(account: AccountId): Promise<number | undefined> {
    const due = [await this.deps.queue.nextDueAt(account), await this.deps.uploads?.nextDueAt(account)]
    const known = due.filter((at) => at !== undefined)
    return known.length === 0 ? undefined : Math.min(...known)
  }

  /** Pictures go beside the deliveries, from the moment that nothing else is left to be delivered. */
  private async drain(run: Run, session: Session, lock: HeldLock, signal: AbortSignal): Promise<Ending> {
    const begin = async () => this.deps.uploads?.begin(session, signal)
    const uploads: Uploads = { begin, pass: undefined }
    try {
      return await this.deliverAll(run, session, lock, { signal, uploads })
    } finally {
      await uploads.pass?.end()
    }
  }

  private async deliverAll(
    run: Run,
    session: Session,
    lock: HeldLock,
    { signal, uploads }: { readonly signal: AbortSignal; readonly uploads: Uploads },
  ): Promise<Ending> {
    const { queue, clock, random } = this.deps
    const patience = new Patience(this.options.patienceMs, random)
    const reoffering = session.memory && new Reoffering(this.deps, session.memory, run)
    const renewal = new Renewal(clock, this.options.leaderTtlMs / 3)
    while (!signal.aborted) {
      if (renewal.isDue() && !(await lock.renew())) return { status: 'busy' }
      if (await reoffering?.more()) continue
      const lease = await queue.claim({ account: run.account, limit: this.limit.value })
      if (!lease) {
        uploads.pass ??= await uploads.begin()
        if (await uploads.pass?.next(LOOK_EVERY_MS)) continue
        return run.unanswered
          ? allSetAside(run, run.unanswered, clock.now())
          : uploadsEnded(run, uploads.pass?.problem, clock.now())
      }
      const delivered = await deliver(lease, this.deps, session, signal)
      run.add(delivered, lease.tasks)
      const forgetful = delivered.forgotten ? await reoffering?.allForgotten() : undefined
      if (forgetful) return endingFor(forgetful, clock.now())
      await reoffering?.entriesUnknown(delivered.unknownEntries)
      if (delivered.error === undefined) {
        patience.answered()
        await this.answered(run, delivered)
        continue
      }
      const wait = this.waitAfter(delivered.error, patience)
      if (wait === undefined) return endingFor(delivered.error, clock.now())
      await clock.sleep(wait, signal).catch(() => undefined)
    }
    return { status: 'cancelled' }
  }

  private async answered(run: Run, { sent, tooLarge }: Delivered): Promise<void> {
    const left = await this.left(run)
    if (tooLarge) this.limit.shrink()
    else this.limit.succeeded(sent, left > 0)
    this.options.announce({ sent: run.sent, left, bytes: run.bytes, limit: this.limit.value })
  }

  /** Undelivered tasks, parked ones included. */
  async left({ account }: Run): Promise<number> {
    const { pending, leased, failed, dead } = await this.deps.queue.counts(account)
    return pending + leased + failed + dead
  }

  /** Undefined: the run ends. */
  private waitAfter(error: TransportError, patience: Patience): number | undefined {
    switch (error.failure) {
      case 'server':
      case 'timeout':
      case 'throttled':
        this.limit.shrink()
        return patience.after(error)
      case 'offline':
        return patience.after(error)
      default:
        if (!error.mayBeATask) return undefined
        this.limit.shrink()
        return patience.after(error)
    }
  }

  private async purgeSometimes(): Promise<void> {
    if (this.deps.clock.monotonic() - this.purgedAt < PURGE_EVERY_MS) return
    this.purgedAt = this.deps.clock.monotonic()
    await this.deps.queue.purge()
  }
}

/** Asked again at once it would refuse the next one as well: automatic runs rest until somebody signs in or asks. */
function refusedFreshToken({ uploadProblem }: Run, { problem }: Ending): boolean {
  return isTransportError(problem, 'unauthorized') && problem !== uploadProblem
}

/** Nothing was answered, and whatever is due was set aside as the possible reason. */
function allSetAside(run: Run, problem: TransportError, now: number): Ending {
  if (run.mayBeOneTask) run.taskProblem = problem
  return endingFor(problem, now)
}

/** All is delivered but the pictures that could not be uploaded. */
function uploadsEnded(run: Run, problem: TransportError | undefined, now: number): Ending {
  run.uploadProblem = problem
  return problem ? endingFor(problem, now) : { status: 'drained' }
}
