import { token } from '@meantime/core'

/** What is known about the person at the computer. `unknown` is said where the system does not tell, never guessed. */
export interface PresenceState {
  /** Since the last key, click or movement, in ms. */
  readonly idleMs: number | 'unknown'
  /** Whether the screen is locked. */
  readonly locked: boolean | 'unknown'
}

export interface Presence {
  /** Never throws: what cannot be found out is `unknown`. */
  state(): Promise<PresenceState>
}

export const PRESENCE = token<Presence>('meantime.Presence')
