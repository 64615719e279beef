import type { Random } from '../ports/random.js'
import type { TransportError } from '../ports/transport.js'
import { backOffMs } from './back-off.js'

/** Short, because a person may be watching; the long waits are between runs. */
const IN_RUN_BASE_MS = 200
const MAX_IN_A_ROW = 8

/**
 * How long one run goes on trying after requests that failed as a whole. A lost connection is tried once more at once
 * (a single reset is not "offline"); a sick server a few times while the batches shrink, so that one task that makes
 * it fail is soon alone and waits while the others pass.
 */
export class Patience {
  private inARow = 0
  private waitedMs = 0

  constructor(
    private readonly budgetMs: number,
    private readonly random: Random,
  ) {}

  answered(): void {
    this.inARow = 0
  }

  /** How long to wait before the next request of this run, in ms; undefined when the run should end. */
  after(error: TransportError): number | undefined {
    this.inARow += 1
    const limit = error.failure === 'offline' ? 1 : MAX_IN_A_ROW
    const wait = backOffMs(this.inARow, this.random, error.retryAfterMs, IN_RUN_BASE_MS)
    if (this.inARow > limit || this.waitedMs + wait > this.budgetMs) return undefined
    this.waitedMs += wait
    return wait
  }
}
