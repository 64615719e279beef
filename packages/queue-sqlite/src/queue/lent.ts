import type { LeaseToken } from '@meantime/core'

/**
 * How much of the leases that were claimed here is still to be settled. Kept in memory, because a count in the file would
 * be a page more for each task that is settled by itself. Whoever does not know a lease leaves it to end by its time,
 * which is what becomes of it after a crash anyway.
 */
export class Lent {
  private readonly open = new Map<LeaseToken, number>()

  claimed(lease: LeaseToken, tasks: number): void {
    this.open.set(lease, tasks)
  }

  /** Whether nothing is left of it once so many more are settled. */
  endsWith(lease: LeaseToken, settled: number): boolean {
    return settled > 0 && (this.open.get(lease) ?? Number.POSITIVE_INFINITY) <= settled
  }

  /** To be told after the commit: a transaction may fail. Nothing can be settled of a lease that was lost. */
  settled(lease: LeaseToken, tasks: number): void {
    const left = (this.open.get(lease) ?? 0) - tasks
    if (left > 0 && tasks > 0) this.open.set(lease, left)
    else this.open.delete(lease)
  }
}
