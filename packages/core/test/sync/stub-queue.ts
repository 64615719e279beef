import {
  type AccountId,
  type ClaimedTask,
  type ClaimRequest,
  type Clock,
  type EntityType,
  type Lease,
  type LeaseToken,
  PRIORITY,
  type QueueCounts,
  type Reason,
  type Settlement,
  type SettleResult,
  type Task,
  type TaskId,
  type TaskQuery,
  type TaskQueue,
  type TaskState,
} from '../../src/index.js'

interface Row extends ClaimedTask {
  attempts: number
  state: TaskState
  reason?: Reason
}

/** The least of a queue that the engine needs: lanes in order, back-off by lane. The real one is another package. */
export class StubQueue implements TaskQueue {
  readonly rows: Row[] = []
  readonly waiting = new Map<string, number>()
  claims = 0
  private leases = 0
  private current: string | undefined

  constructor(private readonly clock: Clock) {}

  add(id: string, lane = id, entityType: EntityType = 'time_entry_start'): void {
    this.rows.push({ id: id as TaskId, lane, entityType, payload: { id }, attempts: 0, state: 'pending' })
  }

  addMany(count: number, prefix = 't'): void {
    for (let i = 0; i < count; i += 1) this.add(`${prefix}${i}`)
  }

  state(id: string): TaskState | undefined {
    return this.rows.find((row) => row.id === id)?.state
  }

  get sent(): string[] {
    return this.rows.filter(({ state }) => state === 'sent').map(({ id }) => id)
  }

  async claim({ limit }: ClaimRequest): Promise<Lease | undefined> {
    this.claims += 1
    const tasks = this.claimable().slice(0, limit)
    if (tasks.length === 0) return undefined
    for (const row of tasks) row.state = 'leased'
    this.leases += 1
    this.current = `lease-${this.leases}`
    return { token: this.current as LeaseToken, tasks: tasks.map((row) => ({ ...row })) }
  }

  async settle(lease: LeaseToken, settlements: readonly Settlement[]): Promise<SettleResult> {
    const stale: TaskId[] = []
    for (const settlement of settlements) {
      const row = this.rows.find(({ id }) => id === settlement.id)
      if (lease !== this.current || row?.state !== 'leased') stale.push(settlement.id)
      else this.apply(row, settlement)
    }
    return { settled: settlements.length - stale.length, stale }
  }

  /** As if another process had taken the lease over. */
  loseLease(): void {
    this.current = 'somebody-else'
  }

  async retry(_account: AccountId, ids?: readonly TaskId[]): Promise<number> {
    this.waiting.clear()
    const dead = this.rows.filter((row) => row.state === 'dead' && (ids === undefined || ids.includes(row.id)))
    for (const row of dead) row.state = 'pending'
    return dead.length
  }

  async nextDueAt(): Promise<number | undefined> {
    if (this.claimable().length > 0) return 0
    return this.waiting.size > 0 ? Math.min(...this.waiting.values()) : undefined
  }

  openLanes = async (): Promise<readonly string[]> => [...new Set(this.rows.map(({ lane }) => lane))]

  async counts(): Promise<QueueCounts> {
    const counts = { pending: 0, leased: 0, failed: 0, dead: 0, sent: 0, cancelled: 0, dropped: 0 }
    for (const { state } of this.rows) counts[state] += 1
    return counts
  }

  async payload(): Promise<unknown> {
    return undefined
  }

  async tasks({ states }: TaskQuery): Promise<readonly Task[]> {
    const account = 'a' as AccountId
    return this.rows
      .filter((row) => states === undefined || states.includes(row.state))
      .map((row) => ({ ...row, account, priority: PRIORITY[row.entityType], createdAt: 0 }))
  }

  enqueue = async () => undefined
  renew = async (lease: LeaseToken) => lease === this.current
  cancel = async () => 0
  purge = async () => 0
  task = async () => undefined

  private claimable(): Row[] {
    const blocked = new Set<string>()
    return this.rows.filter((row) => {
      const due = (this.waiting.get(row.lane) ?? 0) <= this.clock.now()
      if (row.state === 'sent' || row.state === 'cancelled') return false
      if (blocked.has(row.lane)) return false
      if (due && (row.state === 'pending' || row.state === 'failed')) return true
      blocked.add(row.lane)
      return false
    })
  }

  private apply(row: Row, settlement: Settlement): void {
    row.state = settlement.result === 'released' ? 'pending' : settlement.result
    if ('reason' in settlement && settlement.reason) row.reason = settlement.reason
    if (settlement.result === 'failed') row.attempts += 1
    if ('notBefore' in settlement && settlement.notBefore !== undefined)
      this.waiting.set(row.lane, settlement.notBefore)
  }
}
