import type { Presence, PresenceState } from './port.js'

/** Asks one, and the other for what the first does not know. */
export class FirstKnown implements Presence {
  constructor(
    private readonly first: Presence,
    private readonly second: Presence & { stop(): Promise<void> },
  ) {}

  async state(): Promise<PresenceState> {
    const known = await this.first.state()
    if (known.idleMs !== 'unknown' && known.locked !== 'unknown') return known
    const { idleMs, locked } = await this.second.state()
    return {
      idleMs: known.idleMs === 'unknown' ? idleMs : known.idleMs,
      locked: known.locked === 'unknown' ? locked : known.locked,
    }
  }

  stop(): Promise<void> {
    return this.second.stop()
  }
}
