import type { AccountId, Entry, EntryId, Journal } from '@meantime/core'
import type { CaptureSettings } from '../consent/capture-settings.js'
import type { Screenshots } from '../consent/screenshots.js'
import type { Presence } from '../presence/port.js'
import type { BlindSpot } from './blind-spots.js'

export type Answer =
  | { readonly may: true; readonly entry: Entry; readonly settings: CaptureSettings }
  /** No picture, and the ledger says why. */
  | { readonly may: false; readonly entry: Entry; readonly reason: string }
  /** Not a moment that counts: nothing is agreed to, or nothing runs. */
  | { readonly may: false; readonly entry?: undefined; readonly reason: 'turned-off' | 'entry-over' }

export interface GateDeps {
  readonly screenshots: Screenshots
  readonly journal: Journal
  /** Absent: idle and locked are not known, and never guessed. */
  readonly presence: Presence | undefined
}

const ALL: readonly BlindSpot[] = ['idle', 'locked']

/** The one place that says whether a picture may be taken, asked before each one, and again before it is kept. */
export class Gate {
  constructor(private readonly deps: GateDeps) {}

  /** `during`: the entry that a picture is being made of. Throws what settings, journal and state throw. */
  async ask(account: AccountId, during?: EntryId): Promise<Answer> {
    const standing = await this.deps.screenshots.standing()
    if (!standing.on) return { may: false, reason: 'turned-off' }
    const entry = await this.deps.journal.open(account)
    if (entry?.state !== 'running' || (during !== undefined && entry.id !== during))
      return { may: false, reason: 'entry-over' }
    const reason = this.forbiddenBy(standing) ?? (await this.absence(standing.settings))
    return reason === undefined ? { may: true, entry, settings: standing.settings } : { may: false, entry, reason }
  }

  /** Of what forbids a picture, what cannot be known here. */
  async unknown(): Promise<readonly BlindSpot[]> {
    const state = await this.deps.presence?.state()
    if (state === undefined) return ALL
    return ALL.filter((spot) => (spot === 'idle' ? state.idleMs : state.locked) === 'unknown')
  }

  private forbiddenBy({
    pausedUntil,
    private: byHand,
    privatePeriod,
  }: Awaited<ReturnType<Screenshots['standing']>>): string | undefined {
    if (byHand || privatePeriod !== undefined) return 'private'
    return pausedUntil === undefined ? undefined : 'paused'
  }

  private async absence({ idleLimitMinutes }: CaptureSettings): Promise<string | undefined> {
    const state = await this.deps.presence?.state()
    if (state?.locked === true) return 'locked'
    const idle = state?.idleMs
    return typeof idle === 'number' && idle >= idleLimitMinutes * 60_000 ? 'idle' : undefined
  }
}
