import type { AccountId, Locks, StateStore } from '@meantime/core'
import type { Interval } from './moments.js'

/** As many as a week has at the usual length: enough for a clock that was put back, few enough to read each time. */
const KEPT = 1008
const LOCK_TTL_MS = 5000

type Span = readonly [from: number, to: number]

/**
 * Remembers on the disk which intervals had their moment, so that no restart, second program or clock that was put back
 * takes another picture in one of them. After a change of the length, an interval that overlaps a spent one is spent too.
 */
export class SpentIntervals {
  constructor(
    private readonly state: StateStore,
    private readonly locks: Locks,
  ) {}

  /** True for the one caller that may use this interval's moment; the mark is on the disk then. */
  async take(account: AccountId, { from, to }: Interval): Promise<boolean> {
    // Whoever holds it is using this very moment.
    const lock = await this.locks.tryAcquire(`screenshots:moment:${account}`, LOCK_TTL_MS)
    if (lock === undefined) return false
    try {
      const spent = await this.spans(account)
      if (overlaps(spent, from, to)) return false
      await this.state.set(spentKey(account), [...spent.slice(1 - KEPT), [from, to]])
      return true
    } finally {
      await lock.release()
    }
  }

  async has(account: AccountId, { from, to }: Pick<Interval, 'from' | 'to'>): Promise<boolean> {
    return overlaps(await this.spans(account), from, to)
  }

  private async spans(account: AccountId): Promise<readonly Span[]> {
    return (await this.state.get<readonly Span[]>(spentKey(account))) ?? []
  }
}

const spentKey = (account: AccountId): string => `screenshots:spent:${account}`

const overlaps = (spans: readonly Span[], from: number, to: number): boolean =>
  spans.some(([begin, end]) => begin < to && from < end)
