import type { AccountId, StateStore } from '@meantime/core'

/** What the system does not tell about its person: whether there is input, whether the screen is locked. */
export type BlindSpot = 'idle' | 'locked'

/** Where they lie in the shared state, as they were at the last moment. */
export const blindSpotsKey = (account: AccountId): string => `screenshots:unknown:${account}`

/**
 * Pictures go on where something is not known (decision 123), so their person must be able to read what that is. Written
 * only when it has changed.
 */
export class BlindSpots {
  private told: string | undefined

  constructor(private readonly state: StateStore) {}

  async are(account: AccountId, spots: readonly BlindSpot[]): Promise<void> {
    const words = `${account} ${spots.join()}`
    if (words === this.told) return
    await this.state.set(blindSpotsKey(account), spots, { announce: true })
    this.told = words
  }
}
