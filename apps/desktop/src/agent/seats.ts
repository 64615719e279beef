import type { Clock, HeldLock, Locks, Logger, StateStore } from '@meantime/core'
import { RENEW_EVERY_MS, takeSeat } from '@meantime/settings'

export interface SeatsDeps {
  readonly locks: Locks
  readonly state: StateStore
  readonly clock: Clock
  readonly logger: Logger
}

export interface SeatEvents {
  /** Whether this agent is the one that takes pictures and notices absence, from now on. */
  onRecorder(here: boolean): Promise<void>
  /** Another desktop agent has taken over: this one must end. */
  onLost(): void
}

/**
 * Two things that only one program of a data folder does at a time: to be its desktop, and to record what goes on while
 * nobody gives commands. The second may be done by `meantime agent`; then this agent waits until it ends.
 */
export class Seats {
  recordedBy: 'here' | number | undefined
  private desktop: HeldLock | undefined
  private recorder: HeldLock | undefined
  private readonly stopping = new AbortController()
  private loop: Promise<void> | undefined

  constructor(private readonly deps: SeatsDeps) {}

  /** The process that is the desktop of this data folder already. */
  async takeDesktop(): Promise<{ readonly takenBy: number | undefined } | undefined> {
    const taken = await takeSeat('desktop', this.deps)
    if ('takenBy' in taken) return taken
    this.desktop = taken
    return undefined
  }

  /** Comes back when it is known who records. */
  async begin(events: SeatEvents): Promise<void> {
    await this.tryToRecord(events)
    this.loop = this.run(events)
  }

  async stop(): Promise<void> {
    this.stopping.abort()
    await this.loop
    await this.recorder?.release().catch(() => undefined)
    await this.desktop?.release().catch(() => undefined)
  }

  private async run(events: SeatEvents): Promise<void> {
    const { clock, logger } = this.deps
    const { signal } = this.stopping
    while (!signal.aborted) {
      await clock.sleep(RENEW_EVERY_MS, signal).catch(() => undefined)
      if (signal.aborted) return
      try {
        if (this.desktop && !(await this.desktop.renew())) return events.onLost()
        if (this.recorder && !(await this.recorder.renew())) await this.lostRecorder(events)
        else if (!this.recorder) await this.tryToRecord(events)
      } catch (error) {
        // A full disk, a busy database: it may be over the next time.
        logger.warn('the agent could not look at its data folder', { error: String(error) })
      }
    }
  }

  private async tryToRecord(events: SeatEvents): Promise<void> {
    const taken = await takeSeat('agent', this.deps, { atOnce: true })
    if ('takenBy' in taken) {
      this.recordedBy = taken.takenBy
      return
    }
    this.recorder = taken
    this.recordedBy = 'here'
    await events.onRecorder(true)
  }

  private async lostRecorder(events: SeatEvents): Promise<void> {
    this.recorder = undefined
    this.recordedBy = undefined
    await events.onRecorder(false)
  }
}
