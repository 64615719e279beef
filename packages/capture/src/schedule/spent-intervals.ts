import type { AccountId, StateStore } from '@meantime/core'
import type { Interval } from './moments.js'

/** As many as a week has at the usual length: enough for a clock that was put back, few enough to read each time. */
const KEPT = 1008

type Span = readonly [from: number, to: number]

/**
 * Remembers on the disk which intervals had their moment, so that no restart, second program or clock that was put back
 * takes another picture in one of them. After a change of the length, an interval that overlaps a spent one is spent too.
 */
export class SpentIntervals {
  constructor(private readonly state: StateStore) {}

  /** True for the one caller that may use this interval's moment; the mark is on the disk then. */
  async take(account: AccountId, { from, to }: Interval): Promise<boolean> {
    let mine = false
    await this.state.update<readonly Span[]>(spentKey(account), (spent = []) => {
      mine = !overlaps(spent, from, to)
      return mine ? [...spent.slice(1 - KEPT), [from, to]] : spent
    })
    return mine
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
