import type { AccountId } from '../domain/ids.js'
import type { MeantimeError } from '../errors.js'
import type { TransportError } from '../ports/transport.js'
import type { Delivered } from './delivery.js'
import type { SyncStatus } from './report.js'

/** How a run ended, and why when it ended early. */
export interface Ending {
  status: SyncStatus
  problem?: MeantimeError
  retryAt?: number
}

/** Adds up what one run delivered. */
export class Run {
  sent = 0
  dead = 0
  failed = 0
  batches = 0
  bytes = 0
  /** Events that were enqueued again for a server that forgot them, and what could not be. */
  reoffered = 0
  gone = 0
  ending: Ending = { status: 'drained' }
  /** Why pictures could not be uploaded; says nothing about the deliveries. */
  uploadProblem: TransportError | undefined
  /** Why the only task that was due was set aside; it may be the task, so that nobody else must wait for it. */
  taskProblem: TransportError | undefined
  private answered = false
  private lastError: TransportError | undefined
  /** Lanes whose task was alone in a request that failed. */
  private readonly suspects = new Set<string>()

  constructor(
    readonly account: AccountId,
    /** A person asked to have everything offered again; done once. */
    public everything = false,
  ) {}

  add({ sent, dead, failed, bytes, error }: Delivered, tasks: readonly { readonly lane: string }[]): void {
    this.sent += sent
    this.dead += dead
    this.failed += failed
    this.bytes += bytes
    this.batches += 1
    this.answered ||= error === undefined || sent + dead + failed > 0
    this.lastError = error
    const [only] = tasks
    if (error && tasks.length === 1 && only) this.suspects.add(only.lane)
  }

  /** Why not one request of it was answered. */
  get unanswered(): TransportError | undefined {
    return this.answered ? undefined : this.lastError
  }

  /** Of one task that was set aside it may be the fault, of several it is the server's. */
  get mayBeOneTask(): boolean {
    return this.unanswered !== undefined && this.suspects.size === 1
  }

  end(ending: Ending): this {
    this.ending = ending
    return this
  }
}

export function endingFor(problem: TransportError, now?: number): Ending {
  const retryAt = now === undefined || problem.retryAfterMs === undefined ? {} : { retryAt: now + problem.retryAfterMs }
  return { status: statusFor(problem), problem, ...retryAt }
}

function statusFor({ failure }: TransportError): SyncStatus {
  if (failure === 'offline') return 'offline'
  if (failure === 'aborted') return 'cancelled'
  return failure === 'server' || failure === 'timeout' || failure === 'throttled' ? 'failing' : 'refused'
}
