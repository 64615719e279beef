import type { AccountId, EntryId, TaskId } from '../domain/ids.js'
import type { AccessTokens } from '../ports/auth.js'
import type { Clock } from '../ports/clock.js'
import type { Logger } from '../ports/logger.js'
import type { ClaimedTask, Lease, Reason, Settlement, TaskQueue } from '../ports/queue.js'
import type { Random } from '../ports/random.js'
import {
  type BatchResult,
  isTransportError,
  type Outcome,
  type SendContext,
  type Transport,
  type TransportError,
} from '../ports/transport.js'
import type { Secret } from '../secret.js'
import { backOffMs } from './back-off.js'
import type { ServerMemory } from './server-memory.js'
import { settlementFor } from './settlements.js'
import type { Uploader } from './uploader.js'

export interface DeliveryDeps {
  readonly queue: TaskQueue
  readonly transport: Transport
  readonly auth: AccessTokens
  readonly clock: Clock
  readonly random: Random
  readonly logger: Logger
  readonly uploads?: Uploader
}

/** The token in use; replaced when the server refuses it, so that later batches of the run have the new one. */
export interface Session {
  /** Whose work the run delivers; somebody else may sign in while it runs. */
  readonly account: AccountId
  token: Secret
  /** The connection broke in several runs: of a task that is alone then, it may be the fault. */
  suspicious?: boolean
  /** Absent: the server is not asked what it remembers. */
  memory?: ServerMemory
}

export interface Delivered {
  sent: number
  dead: number
  failed: number
  bytes: number
  /** The server no longer knows what it had confirmed, and took nothing more. */
  forgotten: boolean
  /** The server takes less at a time than the lease held. */
  tooLarge: boolean
  /** Entries whose start is not at the server. */
  readonly unknownEntries: Set<EntryId>
  /** Set when a request failed as a whole; what it carried went back to the queue without costing an attempt. */
  error?: TransportError
}

/**
 * Delivers one lease: sends it, settles each task the moment its result is known, bisects what the server refuses as a
 * whole, and gives back whatever stayed without a result. Throws AUTH_REQUIRED (nothing is lost, all given back).
 */
export async function deliver(
  lease: Lease,
  deps: DeliveryDeps,
  session: Session,
  signal: AbortSignal,
): Promise<Delivered> {
  return new Delivery(lease, deps, session, signal).run()
}

/** When the server is asked again, whom it may have died of must not be first. */
const LONGER_THAN_ANY_REST_MS = 61_000

class Delivery {
  private readonly unsettled: Map<TaskId, ClaimedTask>
  /** Lanes in which a task did not get through; what follows in them must not overtake it. */
  private readonly halted = new Set<string>()
  private readonly tally: Delivered = {
    sent: 0,
    dead: 0,
    failed: 0,
    bytes: 0,
    forgotten: false,
    tooLarge: false,
    unknownEntries: new Set(),
  }
  private refreshed = false
  private requests = 0

  constructor(
    private readonly lease: Lease,
    private readonly deps: DeliveryDeps,
    private readonly session: Session,
    private readonly signal: AbortSignal,
  ) {
    this.unsettled = new Map(lease.tasks.map((task) => [task.id, task]))
  }

  async run(): Promise<Delivered> {
    try {
      await this.send(this.lease.tasks)
      await this.giveBack()
      return this.tally
    } catch (error) {
      if (!isTransportError(error)) {
        await this.giveBack()
        throw error
      }
      await this.giveBack(error)
      return { ...this.tally, error }
    }
  }

  private async send(tasks: readonly ClaimedTask[]): Promise<void> {
    const batch = tasks.filter(({ lane }) => !this.halted.has(lane))
    if (batch.length === 0 || this.tally.forgotten || !(await this.stillOurs())) return
    try {
      await this.settleResult(batch, await this.request(batch))
    } catch (error) {
      if (!isTransportError(error, 'invalid') && !isTransportError(error, 'too-large')) throw error
      this.tally.tooLarge ||= error.failure === 'too-large'
      const [only] = batch
      if (batch.length === 1 && only) return this.park(only, { code: error.code, message: error.message })
      const middle = Math.ceil(batch.length / 2)
      await this.send(batch.slice(0, middle))
      await this.send(batch.slice(middle))
    }
  }

  /** One 401 is answered by one refresh; a second one in the same lease means signing in is needed. */
  private async request(batch: readonly ClaimedTask[]): Promise<BatchResult> {
    const { transport, auth } = this.deps
    try {
      return await transport.send(batch, this.context())
    } catch (error) {
      if (!isTransportError(error, 'unauthorized') || this.refreshed) throw error
      this.refreshed = true
      this.session.token = await auth.getFreshToken(this.session.token, this.session.account)
      if (!(await this.stillOurs())) return { outcomes: new Map(), bytes: 0 }
      return transport.send(batch, this.context())
    }
  }

  private context(): SendContext {
    const { token, account, memory } = this.session
    return { token, signal: this.signal, account, ...(memory?.known === undefined ? {} : { known: memory.known }) }
  }

  /** Slow requests may have outlived the lease; what somebody else delivers by now must not go out from here as well. */
  private async stillOurs(): Promise<boolean> {
    this.requests += 1
    return this.requests === 1 || this.deps.queue.renew(this.lease.token)
  }

  private async settleResult(batch: readonly ClaimedTask[], result: BatchResult): Promise<void> {
    const context = { now: this.deps.clock.now(), random: this.deps.random }
    this.tally.bytes += result.bytes
    // What it said about the tasks is void: all of them go out again, behind what it forgot.
    this.tally.forgotten = result.knows === false
    if (this.tally.forgotten) return
    const settlements = batch.map((task) => settlementFor(task, result.outcomes.get(task.id), context))
    // Begun in one turn, so that one commit takes both where it can.
    await Promise.all([this.session.memory?.confirmed(result.latest), this.settle(settlements)])
    for (const task of batch) if (isEntryUnknown(result.outcomes.get(task.id))) this.noteUnknown(task)
    const lost = batch.filter(({ id }) => isBlobMissing(result.outcomes.get(id)))
    if (lost.length > 0) await this.deps.uploads?.again(lost.map(({ id }) => id))
  }

  private noteUnknown({ entityType, lane, payload }: ClaimedTask): void {
    const entry = entityType.startsWith('time_entry') ? lane : (payload as { entryId?: unknown } | null)?.entryId
    if (typeof entry === 'string') this.tally.unknownEntries.add(entry as EntryId)
  }

  private park(task: ClaimedTask, reason: Reason): Promise<void> {
    return this.settle([{ id: task.id, result: 'dead', reason }])
  }

  private async giveBack(error?: TransportError): Promise<void> {
    const { clock, random } = this.deps
    const guilty = this.lease.tasks.length === 1 && error !== undefined && this.mayBeItself(error)
    const atLeast = error?.failure === 'offline' ? LONGER_THAN_ANY_REST_MS : 1000
    const wait = guilty ? { notBefore: clock.now() + atLeast + backOffMs(5, random, error.retryAfterMs) } : {}
    const reason = error ? { reason: { code: error.code, message: error.message } } : {}
    await this.settle([...this.unsettled.keys()].map((id) => ({ id, result: 'released', ...wait, ...reason })))
  }

  /** A task that was alone in its request may be why it failed: it waits, so that the others pass. */
  private mayBeItself({ failure, mayBeATask }: TransportError): boolean {
    if (failure === 'server' || failure === 'timeout') return true
    return mayBeATask && (failure !== 'offline' || this.session.suspicious === true)
  }

  private async settle(settlements: readonly Settlement[]): Promise<void> {
    if (settlements.length === 0) return
    const { stale } = await this.deps.queue.settle(this.lease.token, settlements)
    if (stale.length > 0) this.deps.logger.warn('lease was lost before its results were known', { stale: stale.length })
    for (const settlement of settlements) this.count(settlement, stale.includes(settlement.id))
  }

  private count({ id, result }: Settlement, stale: boolean): void {
    const task = this.unsettled.get(id)
    this.unsettled.delete(id)
    if (result !== 'sent' && task) this.halted.add(task.lane)
    if (!stale && result !== 'released') this.tally[result] += 1
  }
}

/** The server has forgotten a picture: it keeps none for ever that no screenshot names. */
const isBlobMissing = (outcome: Outcome | undefined): boolean =>
  outcome?.kind === 'blocked' && outcome.reason.code === 'blob-missing'

const isEntryUnknown = (outcome: Outcome | undefined): boolean =>
  outcome?.kind === 'blocked' && outcome.reason.code === 'entry-unknown'
