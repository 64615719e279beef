/** Differences below this are the way of the answer, not a clock: taking them would make a running timer stutter. */
const JITTER_MS = 250

/**
 * The agent's clock, as far as this window knows it. The window's own may be wrong, be put back, or belong to another
 * computer; the times that count are the agent's.
 */
export class AgentClock {
  private offset = 0
  private known = false
  private readonly listeners = new Set<() => void>()

  constructor(private readonly local: () => number = Date.now) {}

  readonly now = (): number => this.local() + this.offset

  /** The agent said that it was `agentNow` just now. */
  learn(agentNow: number): void {
    const offset = agentNow - this.local()
    if (this.known && Math.abs(offset - this.offset) < JITTER_MS) return
    this.known = true
    this.offset = offset
    for (const listener of this.listeners) listener()
  }

  /** Tells when the clock was found to be another. */
  readonly onJump = (listener: () => void): (() => void) => {
    this.listeners.add(listener)
    return () => this.listeners.delete(listener)
  }
}
