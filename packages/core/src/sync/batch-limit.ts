const RUNGS = [10, 50, 100] as const

/**
 * How many tasks the next batch may carry: 10 → 50 → 100 after full successful batches with backlog left, halved on
 * 413, timeout, 429 and 5xx, down to 1. After a fall it doubles back to the ladder, so that one bad minute is cheap.
 */
export class BatchLimit {
  private limit: number = RUNGS[0]

  get value(): number {
    return this.limit
  }

  /** `count` tasks were answered in one batch, and more are waiting. */
  succeeded(count: number, backlog: boolean): void {
    if (!backlog || count < this.limit) return
    this.limit =
      this.limit < RUNGS[0] ? Math.min(RUNGS[0], this.limit * 2) : (RUNGS.find((rung) => rung > this.limit) ?? 100)
  }

  /**
   * The next batch after so many failed runs is a probe: smaller with each, so that a task that the server dies of is
   * soon alone, also where every run is a program of its own.
   */
  probe(failures: number): void {
    if (failures > 0) this.limit = Math.min(this.limit, Math.max(1, RUNGS[0] >> Math.min(failures, 30)))
  }

  shrink(): void {
    this.limit = Math.max(1, Math.floor(this.limit / 2))
  }
}
