import { randomBytes } from 'node:crypto'
import type { Clock } from '@meantime/core'

export const BOOT_TOKEN_LASTS_MS = 30_000

/** Lets one window in, once, within 30 s: whoever can read it could read the data folder too. */
export class BootTokens {
  private readonly until = new Map<string, number>()

  constructor(private readonly clock: Clock) {}

  mint(): string {
    this.forgetOld()
    const token = randomBytes(32).toString('base64url')
    this.until.set(token, this.clock.monotonic() + BOOT_TOKEN_LASTS_MS)
    return token
  }

  /** True once. */
  redeem(token: string): boolean {
    this.forgetOld()
    return this.until.delete(token)
  }

  private forgetOld(): void {
    const now = this.clock.monotonic()
    for (const [token, until] of this.until) if (until <= now) this.until.delete(token)
  }
}
