import {
  type AccountId,
  type Availability,
  backOffMs,
  type CaptureSource,
  type Clock,
  isMeantimeError,
  type Random,
  type Snapshot,
} from '@meantime/core'
import { reasonOf, reasonOfCode } from './reasons.js'
import type { TroubleLine } from './trouble.js'

/** The first rest of a source that failed is at most twice as long; it grows to 15 minutes. */
const REST_BASE_MS = 60_000

export interface CameraDeps {
  readonly clock: Clock
  readonly random: Random
  readonly trouble: TroubleLine
}

/** Takes the first source that works just now, and lets one that fails rest. */
export class Camera {
  private failures = 0
  private restsUntil = Number.NEGATIVE_INFINITY
  private lastReason = 'source-failed'

  constructor(
    private readonly sources: readonly CaptureSource[],
    private readonly deps: CameraDeps,
  ) {}

  /** Gives a reason instead of throwing; throws only the signal's. */
  async take(
    account: AccountId,
    screens: 'all' | 'active',
    signal: AbortSignal,
  ): Promise<Snapshot | { readonly reason: string }> {
    const { clock, trouble } = this.deps
    if (clock.monotonic() < this.restsUntil) return { reason: this.lastReason }
    const source = await this.available()
    if ('ok' in source) {
      await trouble.has(account, source)
      return { reason: reasonOfCode(source.code) }
    }
    try {
      const snapshot = await source.capture(screens, signal)
      this.failures = 0
      await trouble.over(account)
      return snapshot
    } catch (error) {
      signal.throwIfAborted()
      return { reason: await this.failed(account, source, error) }
    }
  }

  private async available(): Promise<CaptureSource | Extract<Availability, { ok: false }>> {
    let first: Extract<Availability, { ok: false }> | undefined
    for (const source of this.sources) {
      const availability = await source.availability()
      if (availability.ok) return source
      first ??= availability
    }
    return first ?? NO_SOURCE
  }

  private async failed(account: AccountId, source: CaptureSource, error: unknown): Promise<string> {
    const { clock, random, trouble } = this.deps
    this.failures += 1
    this.restsUntil = clock.monotonic() + backOffMs(this.failures, random, 0, REST_BASE_MS)
    this.lastReason = reasonOf(error, 'source-failed')
    const known = isMeantimeError(error)
    await trouble.has(account, {
      code: known ? error.code : 'SOURCE_FAILED',
      message: known ? error.message : `${source.name} gave no picture.`,
      ...(known && error.hint !== undefined ? { hint: error.hint } : {}),
    })
    return this.lastReason
  }
}

const NO_SOURCE = {
  ok: false,
  code: 'NO_SOURCE',
  message: 'No way to take pictures is installed.',
  hint: 'Install Meantime again, with its optional parts.',
} as const
