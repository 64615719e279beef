import { type Entry, foldEntry, type TimeEvent } from '@meantime/core'
import {
  type ActivityItem,
  type BatchItem,
  BLOB_MISSING,
  batchItem,
  EARLIER_WORK_UNKNOWN,
  type ItemResult,
  type ScreenshotItem,
  type SyncEnvelope,
  type SyncResult,
  type TimeEventMessage,
} from '@meantime/protocol'
import type { FaultPlan } from './fault-plan.js'

type HasPicture = (screenshot: Pick<ScreenshotItem, 'sha256' | 'bytes'>) => boolean

/** One account's work at the server: receipts by item id, events by entry, with the judgements of the real one. */
export class FakeLedger {
  readonly #faults: FaultPlan
  readonly #hasPicture: HasPicture
  /** In the order in which they took effect. */
  #receipts = new Map<string, string>()
  #events = new Map<string, readonly TimeEventMessage[]>()
  #screenshots: readonly ScreenshotItem[] = []
  #activity: readonly ActivityItem[] = []
  #effects = new Map<string, number>()

  constructor(faults: FaultPlan, hasPicture: HasPicture) {
    this.#faults = faults
    this.#hasPicture = hasPicture
  }

  /** Answers a batch; takes nothing from a client that was told of work which is not here (any more). */
  answer({ items, known }: SyncEnvelope): SyncResult {
    if (known !== undefined && !this.#receipts.has(known)) {
      const problem = told(EARLIER_WORK_UNKNOWN)
      return { knows: false, results: items.map(({ id }) => ({ id, status: 'blocked', problem })) }
    }
    const results = this.take({ items })
    const there = results.filter(({ status }) => status === 'applied' || status === 'duplicate').map(({ id }) => id)
    const named = new Set([known, ...there])
    const latest = [...this.#receipts.keys()].findLast((id) => named.has(id))
    return { results, ...(known === undefined ? {} : { knows: true }), ...(latest === undefined ? {} : { latest }) }
  }

  /** What a backup made now would hold; the function puts it back. */
  backup(): () => void {
    const [receipts, events, effects] = [[...this.#receipts], [...this.#events], [...this.#effects]]
    const [screenshots, activity] = [this.#screenshots, this.#activity]
    return () => {
      this.#receipts = new Map(receipts)
      this.#events = new Map(events)
      this.#effects = new Map(effects)
      this.#screenshots = screenshots
      this.#activity = activity
    }
  }

  /** Takes a batch, each item alone; an item that is not applied holds back what follows in its entry. */
  take({ items }: SyncEnvelope): ItemResult[] {
    const halted = new Set<unknown>()
    return items.map((item) => {
      const beside = item.type === 'screenshot' || item.type === 'activity'
      const result = this.#judge(item, !beside && halted.has(item.entryId))
      if (beside) return result
      if (result.status !== 'applied' && result.status !== 'duplicate') halted.add(item.entryId)
      return result
    })
  }

  /** How often an item took effect: 0 or 1, or something is wrong with this fake. */
  effects(id: string): number {
    return this.#effects.get(id) ?? 0
  }

  /** Everything that took effect for an entry, in that order. */
  events(entryId: string): readonly TimeEventMessage[] {
    return this.#events.get(entryId) ?? []
  }

  /** Those that took effect; their pictures had been uploaded before. */
  screenshots(): readonly ScreenshotItem[] {
    return this.#screenshots
  }

  activity(): readonly ActivityItem[] {
    return this.#activity
  }

  entry(entryId: string): Entry | undefined {
    return foldEntry(this.events(entryId).map(asEvent))
  }

  entries(): Entry[] {
    return [...this.#events.keys()].flatMap((id) => this.entry(id) ?? [])
  }

  #judge(raw: SyncEnvelope['items'][number], halted: boolean): ItemResult {
    const { id } = raw
    const read = batchItem.safeParse(raw)
    if (!read.success) return { id, status: 'rejected', problem: told('invalid-item') }
    const known = this.#receipts.get(id)
    if (known === JSON.stringify(read.data)) return { id, status: 'duplicate' }
    if (known !== undefined) return { id, status: 'rejected', problem: told('idempotency-conflict') }
    if (halted) return { id, status: 'blocked', problem: told('predecessor-not-applied') }
    return this.#faulty(id) ?? this.#apply(read.data)
  }

  #faulty(id: string): ItemResult | undefined {
    const rejection = this.#faults.rejection(id)
    if (rejection !== undefined) return { id, status: 'rejected', problem: told(rejection) }
    const retry = this.#faults.takeRetry(id)
    if (retry === undefined) return undefined
    const wait = retry.afterMs === undefined ? {} : { retryAfterMs: retry.afterMs }
    return { id, status: 'retry', problem: told('not-stored'), ...wait }
  }

  #apply(item: BatchItem): ItemResult {
    const events = this.#events.get(item.entryId) ?? []
    if (events.length === 0 && item.type !== 'time_entry_start')
      return { id: item.id, status: 'blocked', problem: told('entry-unknown') }
    if (item.type === 'screenshot' && !this.#hasPicture(item))
      return { id: item.id, status: 'blocked', problem: told(BLOB_MISSING) }
    if (item.type === 'screenshot') this.#screenshots = [...this.#screenshots, item]
    else if (item.type === 'activity') this.#activity = [...this.#activity, item]
    else this.#events.set(item.entryId, [...events, item])
    this.#receipts.set(item.id, JSON.stringify(item))
    this.#effects.set(item.id, this.effects(item.id) + 1)
    return { id: item.id, status: 'applied' }
  }
}

const told = (code: string) => ({ code, detail: `The fake server says ${code}.` })

/** The wire's names to core's. */
const asEvent = (item: TimeEventMessage): TimeEvent =>
  ({ ...item, type: item.type.replace('time_entry_', '') }) as unknown as TimeEvent
