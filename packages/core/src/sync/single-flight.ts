/**
 * One run at a time. A call while one runs joins it, and makes it look once more before it ends, so that what the
 * caller had enqueued before calling is never left behind by a run that had already looked.
 */
export class SingleFlight<T> {
  private flight: Promise<T> | undefined
  private lookAgain = false

  /** `once` is run again while callers joined; `merge` adds the results up. */
  run(once: () => Promise<T>, merge: (earlier: T, later: T) => T): Promise<T> {
    if (this.flight) {
      this.lookAgain = true
      return this.flight
    }
    this.flight = this.fly(once, merge)
    return this.flight
  }

  /** Resolves when nothing runs, however the run ended. */
  async landed(): Promise<void> {
    await this.flight?.catch(() => undefined)
  }

  private async fly(once: () => Promise<T>, merge: (earlier: T, later: T) => T): Promise<T> {
    try {
      let result: T | undefined
      do {
        this.lookAgain = false
        try {
          const next = await once()
          result = result === undefined ? next : merge(result, next)
        } catch (error) {
          // Whoever joined meanwhile may have mended the cause: tokens were set while a run ended for want of them.
          if (!this.lookAgain) throw error
        }
      } while (this.lookAgain || result === undefined)
      return result
    } finally {
      // No await lies between the last look at `lookAgain` and here, so nobody can have joined in between.
      this.flight = undefined
    }
  }
}
