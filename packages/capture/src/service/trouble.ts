import type { AccountId, Clock, Logger, StateStore } from '@meantime/core'

/** Why pictures cannot be taken at all, in words. */
export interface Trouble {
  /** UTC ms. */
  readonly since: number
  readonly code: string
  readonly message: string
  readonly hint?: string
}

/** Where the trouble lies in the shared state; nothing or null when pictures work. */
export const troubleKey = (account: AccountId): string => `screenshots:trouble:${account}`

/** Tells a trouble once: in the log when it begins and when it is over, and in the state for as long as it lasts. */
export class TroubleLine {
  private current: string | undefined
  private known = false

  constructor(
    private readonly state: StateStore,
    private readonly clock: Clock,
    private readonly logger: Logger,
  ) {}

  async has(account: AccountId, trouble: Omit<Trouble, 'since'>): Promise<void> {
    const { code, message, hint } = trouble
    if (this.current === code) return
    this.current = code
    this.known = true
    this.logger.warn('screenshots do not work', { code, message, ...(hint === undefined ? {} : { hint }) })
    const told: Trouble = { since: this.clock.now(), ...trouble }
    await this.state.set(troubleKey(account), told, { announce: true })
  }

  async over(account: AccountId): Promise<void> {
    if (this.known && this.current === undefined) return
    // A program before this one may have left it.
    if (this.current !== undefined) this.logger.info('screenshots work again')
    this.known = true
    this.current = undefined
    await this.state.set(troubleKey(account), null, { announce: true })
  }
}
