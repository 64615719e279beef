/** Two readings closer together than this could mean anything. */
const LEAST_MS = 4_000

interface Reading {
  readonly value: number
  /** Monotonic ms. */
  readonly at: number
}

/**
 * What GetSessionIdleTime counts in: the specification says seconds, some desktops give milliseconds, and some always 0.
 * So a value is believed only after it was seen to grow as one of the two does; until then it is unknown.
 */
export class IdleUnits {
  private perSecond: 1 | 1000 | undefined
  private before: Reading | undefined

  /** Idle ms. */
  read(value: number, at: number): number | 'unknown' {
    this.learn({ value, at })
    return this.perSecond === undefined ? 'unknown' : (value * 1000) / this.perSecond
  }

  private learn(reading: Reading): void {
    const { before } = this
    const elapsed = before ? reading.at - before.at : 0
    const grown = before ? reading.value - before.value : 0
    if (before && elapsed < LEAST_MS && grown >= 0) return
    this.before = reading
    if (elapsed < LEAST_MS) return
    if (Math.abs(grown - elapsed) <= 1000) this.perSecond = 1000
    else if (grown >= 2 && Math.abs(grown - elapsed / 1000) <= 1) this.perSecond = 1
  }
}
