/** Figures of one UTC day. */
export interface DayFigures {
  /** ISO date, UTC. */
  readonly day: string
  /** Tasks that were enqueued on this day and still count, also those delivered since. */
  readonly recorded: number
  readonly delivered: number
  /** Given up to make room. */
  readonly dropped: number
}

/** The ledger of a file: recorded = delivered + queued + parked + cancelled + dropped, always. */
export interface QueueReport {
  /** Oldest first; days without figures are left out. */
  readonly days: readonly DayFigures[]
  readonly totals: {
    /** Every task ever enqueued, by SQLite's own numbering, which no deletion changes. */
    readonly recorded: number
    readonly delivered: number
    /** Pending, leased or failed. */
    readonly queued: number
    /** Dead: a person decides. */
    readonly parked: number
    readonly cancelled: number
    readonly dropped: number
  }
}

/** Reads the report of an up-to-date file, which other programs may be using. Loads TypeORM (0.3 s). */
export async function queueReport(file: string): Promise<QueueReport> {
  const { readReport } = await import('./typeorm/read-report.js')
  return readReport(file)
}
