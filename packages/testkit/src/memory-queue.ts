import {
  type AccountId,
  type ClaimRequest,
  type Clock,
  type EntityType,
  type Lease,
  type LeaseToken,
  LOCAL_ACCOUNT,
  type NewId,
  type QueueCounts,
  queueFullError,
  type Settlement,
  type SettleResult,
  type Task,
  type TaskDraft,
  type TaskId,
  type TaskQuery,
  type TaskQueue,
  type TimeEvent,
} from '@meantime/core'
import { giveUpLeftOvers, isGivenUp, takes } from './memory-given-up.js'
import { MemoryLanes, MINUTE } from './memory-lanes.js'
import { isOpen, json, type MemoryBlob, type MemoryRow, newRow } from './memory-row.js'
import { shownTask } from './memory-shown-task.js'

const RECEIPT_MS = 7 * 24 * 60 * MINUTE

/** The queue in memory, for tests of what stands on it. It looks at every row at every claim, so it is slow when large. */
export class MemoryQueue implements TaskQueue {
  private rows: MemoryRow[] = []
  private readonly lanes: MemoryLanes
  private readonly leases = new Map<LeaseToken, number>()
  private readonly dropped = new Map<AccountId, number>()

  constructor(
    private readonly clock: Clock,
    private readonly newId: NewId,
    private readonly capacity = 10_000,
  ) {
    this.lanes = new MemoryLanes(clock, () => this.rows)
  }

  /** The journal's side of the outbox. */
  add(account: AccountId, events: readonly TimeEvent[], deliver = true): void {
    const open = events.filter(({ type, entryId }) => type === 'start' || !isGivenUp(this.rows, entryId))
    if (deliver) this.makeRoom(open.length)
    for (const event of events) {
      const id = event.id as string as TaskId
      const row = this.insert(id, account, event.entryId, `time_entry_${event.type}`, json(event))
      if (!deliver) row.state = 'cancelled'
    }
  }

  /** What was delivered of one entry's events is pending again, in their order and before all else. Returns how many. */
  putBack(account: AccountId, events: readonly TimeEvent[]): number {
    if (isGivenUp(this.rows, events[0]?.entryId)) return 0
    let count = 0
    const lane = events.map((event) => {
      const id = event.id as string as TaskId
      const row =
        this.find(id) ?? newRow(this.clock, id, account, event.entryId, `time_entry_${event.type}`, json(event))
      if (row.state === 'sent' || !this.rows.includes(row)) {
        count += 1
        Object.assign(row, { state: 'pending', attempts: 0 })
        delete row.sentAt
      }
      return row
    })
    this.rows = [...lane, ...this.rows.filter((row) => !lane.includes(row))]
    if (count > 0 && events[0]) this.lanes.wake(events[0].entryId)
    return count
  }

  gone(account: AccountId): number {
    return this.rows.filter((row) => row.account === account && row.state === 'sent' && row.priority === 2).length
  }

  adopt(account: AccountId): void {
    for (const row of this.rows) if (row.account === LOCAL_ACCOUNT) row.account = account
  }

  async enqueue({ id, account, entityType, entryId, payload, blob }: TaskDraft): Promise<void> {
    const text = json(payload)
    if (this.find(id)) return
    const full = this.rows.filter(isOpen).length >= this.capacity
    if (full && !isGivenUp(this.rows, entryId)) throw queueFullError(this.capacity)
    const row = this.insert(id, account, id, entityType, text, entryId)
    if (blob) row.blob = { ...blob, uploaded: false, failures: 0 }
  }

  /** For MemoryUploadLedger: open tasks that need a picture. */
  withBlobs(): readonly (MemoryRow & { blob: MemoryBlob })[] {
    return this.rows.filter((row): row is MemoryRow & { blob: MemoryBlob } => row.blob !== undefined && isOpen(row))
  }

  async claim({ account, limit, maxBytes = 900 * 1024 }: ClaimRequest): Promise<Lease | undefined> {
    this.reclaim()
    const token = this.newId() as LeaseToken
    const picked: MemoryRow[] = []
    let bytes = 0
    for (const row of this.lanes.ready(account).flatMap((lane) => this.lanes.prefix(lane))) {
      bytes += Buffer.byteLength(row.payload)
      if (picked.length >= limit || (picked.length > 0 && bytes > maxBytes)) break
      picked.push(row)
    }
    if (picked.length === 0) return undefined
    for (const row of picked) Object.assign(row, { state: 'leased', lease: token })
    this.leases.set(token, this.clock.now() + MINUTE)
    const tasks = picked.map(({ id, lane, entityType, payload, attempts }) => {
      return { id, lane, entityType, payload: JSON.parse(payload) as unknown, attempts }
    })
    return { token, tasks }
  }

  async renew(lease: LeaseToken): Promise<boolean> {
    if (!this.leases.has(lease)) return false
    this.leases.set(lease, this.clock.now() + MINUTE)
    return true
  }

  async settle(lease: LeaseToken, settlements: readonly Settlement[]): Promise<SettleResult> {
    const stale: TaskId[] = []
    for (const settlement of settlements) {
      const row = this.rows.find(({ id, lease: holder }) => id === settlement.id && holder === lease)
      if (row) this.write(row, settlement)
      else stale.push(settlement.id)
    }
    if (!this.rows.some((row) => row.lease === lease)) this.leases.delete(lease)
    giveUpLeftOvers(this.rows)
    return { settled: settlements.length - stale.length, stale }
  }

  async retry(account: AccountId, ids?: readonly TaskId[]): Promise<number> {
    const waiting = this.lanes
      .openLanes(account)
      .filter((lane) => this.lanes.deadline(lane) > 0 && !this.lanes.blocked(lane))
    const dead = this.rows.filter(
      (row) => row.account === account && row.state === 'dead' && (ids?.includes(row.id) ?? true),
    )
    const uploads = this.withBlobs().filter((row) => row.account === account && row.blob.notBefore !== undefined)
    for (const { blob } of uploads) delete blob.notBefore
    for (const lane of [...waiting, ...dead.map((row) => row.lane)]) this.lanes.wake(lane)
    for (const row of dead) {
      row.state = 'pending'
      delete row.reason
    }
    return waiting.length + uploads.length + dead.length
  }

  async cancel(ids: readonly TaskId[]): Promise<number> {
    const named = this.rows.filter((row) => ids.includes(row.id) && takes(row))
    for (const row of named) row.state = 'cancelled'
    return named.length + giveUpLeftOvers(this.rows)
  }

  async task(id: TaskId): Promise<Task | undefined> {
    const row = this.find(id)
    return row && shownTask(row, this.lanes)
  }

  async payload(id: TaskId): Promise<unknown> {
    const row = this.find(id)
    return row && isOpen(row) ? (JSON.parse(row.payload) as unknown) : undefined
  }

  async tasks({ account, states, limit = 100, first = 'oldest' }: TaskQuery): Promise<readonly Task[]> {
    const found = this.rows.filter(
      (row) => (account === undefined || row.account === account) && (states?.includes(row.state) ?? true),
    )
    return (first === 'oldest' ? found : found.reverse()).slice(0, limit).map((row) => shownTask(row, this.lanes))
  }

  async openLanes(account: AccountId): Promise<readonly string[]> {
    const open = this.rows.filter((row) => row.account === account && row.state !== 'sent' && row.state !== 'cancelled')
    return [...new Set(open.map(({ lane }) => lane))]
  }

  async counts(account?: AccountId): Promise<QueueCounts> {
    const counts = { pending: 0, leased: 0, failed: 0, dead: 0, sent: 0, cancelled: 0, dropped: 0 }
    for (const row of this.rows) if (account === undefined || row.account === account) counts[row.state] += 1
    for (const [owner, n] of this.dropped) if (account === undefined || owner === account) counts.dropped += n
    return counts
  }

  async nextDueAt(account: AccountId): Promise<number | undefined> {
    if (this.lanes.ready(account).length > 0) return 0
    const leased = this.rows.filter((row) => row.account === account && row.lease !== undefined)
    const expiries = leased.map(({ lease }) => this.lanes.due(this.leases.get(lease as LeaseToken) ?? 0, MINUTE))
    const waits = this.lanes
      .openLanes(account)
      .filter((lane) => !this.lanes.blocked(lane))
      .map((lane) => this.lanes.deadline(lane))
    const all = [...expiries, ...waits.filter((at) => at > 0)]
    return all.length === 0 ? undefined : Math.min(...all)
  }

  async purge(): Promise<number> {
    const before = this.rows.length
    const until = this.clock.now() - RECEIPT_MS
    this.rows = this.rows.filter(({ state, sentAt = 0 }) => state !== 'sent' || sentAt >= until)
    return before - this.rows.length
  }

  private find(id: TaskId): MemoryRow | undefined {
    return this.rows.find((row) => row.id === id)
  }

  private insert(
    id: TaskId,
    account: AccountId,
    lane: string,
    entityType: EntityType,
    payload: string,
    waitsFor?: string,
  ): MemoryRow {
    const row = newRow(this.clock, id, account, lane, entityType, payload)
    if (waitsFor !== undefined) row.waitsFor = waitsFor
    if (entityType !== 'time_entry_start' && isGivenUp(this.rows, waitsFor ?? lane)) row.state = 'cancelled'
    this.rows.push(row)
    return row
  }

  private makeRoom(incoming: number): void {
    let excess = this.rows.filter(isOpen).length + incoming - this.capacity
    this.rows = this.rows.filter((row) => {
      if (excess <= 0 || row.state !== 'pending' || row.priority !== 2) return true
      excess -= 1
      this.dropped.set(row.account, (this.dropped.get(row.account) ?? 0) + 1)
      return false
    })
  }

  private write(row: MemoryRow, settlement: Settlement): void {
    delete row.lease
    delete row.reason
    row.state = settlement.result === 'released' ? 'pending' : settlement.result
    if (settlement.result !== 'released') row.attempts += 1
    if (settlement.result === 'sent') row.sentAt = this.clock.now()
    else if (settlement.reason) row.reason = settlement.reason
    this.lanes.wait(row.lane, 'notBefore' in settlement ? (settlement.notBefore ?? 0) : 0)
  }

  private reclaim(): void {
    for (const [lease, expiresAt] of this.leases) {
      if (this.lanes.due(expiresAt, MINUTE) > 0) continue
      this.leases.delete(lease)
      for (const row of this.rows) {
        if (row.lease !== lease) continue
        row.state = 'pending'
        delete row.lease
      }
    }
    giveUpLeftOvers(this.rows)
  }
}
