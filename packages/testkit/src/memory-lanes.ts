import type { AccountId, Clock } from '@meantime/core'
import { isOpen, type MemoryRow } from './memory-row.js'

export const MINUTE = 60_000
export const LONGEST_WAIT_MS = 15 * MINUTE

/** The lanes of a MemoryQueue, computed from its rows at every question. */
export class MemoryLanes {
  private readonly waits = new Map<string, number>()

  constructor(
    private readonly clock: Clock,
    private readonly rows: () => readonly MemoryRow[],
  ) {}

  /** Its deadline, at least; cut to the longest wait. */
  wait(lane: string, notBefore: number): void {
    this.waits.set(lane, Math.max(this.deadline(lane), Math.min(notBefore, this.clock.now() + LONGEST_WAIT_MS)))
  }

  wake(lane: string): void {
    this.waits.delete(lane)
  }

  /** The lanes that can be claimed from, most urgent first. */
  ready(account: AccountId): string[] {
    return this.openLanes(account)
      .filter((lane) => this.deadline(lane) === 0 && !this.blocked(lane))
      .map((lane) => ({ lane, priority: Math.min(...this.open(lane).map((row) => row.priority)) }))
      .sort((a, b) => a.priority - b.priority)
      .map(({ lane }) => lane)
  }

  openLanes(account: AccountId): string[] {
    return [
      ...new Set(
        this.rows()
          .filter((row) => row.account === account && isOpen(row))
          .map(({ lane }) => lane),
      ),
    ]
  }

  open(lane: string): MemoryRow[] {
    return this.rows().filter((row) => row.lane === lane && isOpen(row))
  }

  /** Leased in part, behind a dead task, the start of its entry, or an upload. */
  blocked(lane: string): boolean {
    const rows = this.open(lane)
    return rows[0]?.state === 'dead' || rows.some((row) => row.state === 'leased' || this.held(row))
  }

  held({ waitsFor, blob }: MemoryRow): boolean {
    if (blob?.uploaded === false) return true
    return waitsFor !== undefined && this.open(waitsFor).some(({ entityType }) => entityType === 'time_entry_start')
  }

  prefix(lane: string): MemoryRow[] {
    const rows = this.open(lane)
    const end = rows.findIndex(({ state }) => state === 'dead')
    return end < 0 ? rows : rows.slice(0, end)
  }

  deadline(lane: string): number {
    return this.due(this.waits.get(lane) ?? 0, LONGEST_WAIT_MS)
  }

  /** 0 for a deadline that has passed, or is too far away to be meant. */
  due(at: number, longest: number): number {
    const now = this.clock.now()
    return at <= now || at > now + longest + MINUTE ? 0 : at
  }
}
