import {
  type AccountId,
  type Clock,
  LOCAL_ACCOUNT,
  MeantimeError,
  type Profiles,
  type StateStore,
  token,
} from '@meantime/core'
import { pattern } from '../privacy/pattern.js'
import { privatePeriodAt } from '../schedule/private-periods.js'
import { SpentIntervals } from '../schedule/spent-intervals.js'
import { type BlindSpot, blindSpotsKey } from '../service/blind-spots.js'
import { skippedWords } from '../service/reasons.js'
import { type Trouble, troubleKey } from '../service/trouble.js'
import type { CaptureSettings, CaptureSettingsSource } from './capture-settings.js'
import { type Further, furtherThan, type Terms, termsOf } from './terms.js'

export interface Consent {
  readonly account: AccountId
  /** UTC ms. */
  readonly at: number
  readonly terms: Terms
}

export interface Standing {
  /** What was agreed to and not taken back. */
  readonly consent: Consent | undefined
  /** In which ways the settings go further by now: until it is agreed to again, there are no pictures. */
  readonly further: readonly Further[]
  /** Agreed to, and the settings go no further. Pictures are taken unless something below forbids it just now. */
  readonly on: boolean
  /** UTC ms. */
  readonly pausedUntil: number | undefined
  /** By hand, until it is ended by hand. */
  readonly private: boolean
  /** The weekly period that it is just now. */
  readonly privatePeriod: string | undefined
  readonly settings: CaptureSettings
}

interface Controls {
  readonly pausedUntil?: number
  readonly private?: boolean
}

export interface ScreenshotsDeps {
  readonly state: StateStore
  readonly settings: CaptureSettingsSource
  readonly profiles: Profiles
  readonly clock: Clock
}

/** Whoever shows the switches is to show them as they are. */
const ANNOUNCED = { announce: true }

const LONGEST_PAUSE_MS = 7 * 24 * 3_600_000

/**
 * The person's switches: pictures are off until they are turned on, by whoever is signed in and for them alone. All of
 * it is on the disk when a call returns, and every program on the data folder goes by it at its next moment.
 */
export class Screenshots {
  constructor(private readonly deps: ScreenshotsDeps) {}

  get account(): AccountId {
    return this.deps.profiles.current()?.accountId ?? LOCAL_ACCOUNT
  }

  /** Agrees to the settings as they are now. */
  async turnOn(): Promise<Consent> {
    const terms = termsOf(await this.deps.settings.current())
    const consent: Consent = { account: this.account, at: this.deps.clock.now(), terms }
    await this.deps.state.set(consentKey(this.account), consent, ANNOUNCED)
    return consent
  }

  /** Also ends a pause. Pictures that are held stay held; they can be deleted. */
  async turnOff(): Promise<void> {
    await this.deps.state.set(consentKey(this.account), null, ANNOUNCED)
    await this.resume()
  }

  /** Returns until when, UTC ms. Throws PAUSE_INVALID (kind input). */
  async pause(ms: number): Promise<number> {
    if (!(ms > 0 && ms <= LONGEST_PAUSE_MS)) throw pauseInvalid()
    const pausedUntil = this.deps.clock.now() + ms
    await this.change((controls) => ({ ...controls, pausedUntil }))
    return pausedUntil
  }

  async resume(): Promise<void> {
    await this.change(({ pausedUntil: _, ...rest }) => rest)
  }

  async setPrivate(on: boolean): Promise<void> {
    await this.change((controls) => ({ ...controls, private: on }))
  }

  /** Throws what the settings throw. */
  async standing(): Promise<Standing> {
    const settings = await this.deps.settings.current()
    const consent = (await this.deps.state.get<Consent | null>(consentKey(this.account))) ?? undefined
    const further = consent === undefined ? [] : furtherThan(consent.terms, termsOf(settings))
    const { pausedUntil = 0, private: byHand = false } = await this.controls()
    const now = this.deps.clock.now()
    return {
      consent,
      further,
      on: consent !== undefined && further.length === 0,
      pausedUntil: pausedUntil > now ? pausedUntil : undefined,
      private: byHand,
      privatePeriod: privatePeriodAt(settings.privatePeriods, now, this.deps.clock.zone()),
      settings,
    }
  }

  /**
   * When the next picture can be due if work goes on and nothing forbids it, UTC ms; never the moment itself. One is due
   * by `to` at the latest.
   */
  async window(): Promise<{ readonly from: number; readonly to: number }> {
    const { state, settings, clock } = this.deps
    const lengthMs = (await settings.current()).intervalMinutes * 60_000
    const now = clock.now()
    const from = Math.floor(now / lengthMs) * lengthMs
    const spent = await new SpentIntervals(state).has(this.account, { from, to: from + lengthMs })
    return { from: spent ? from + lengthMs : now, to: from + 2 * lengthMs }
  }

  /** Why pictures could not be taken, when that was last tried; undefined when they could. */
  async trouble(): Promise<Trouble | undefined> {
    return (await this.deps.state.get<Trouble | null>(troubleKey(this.account))) ?? undefined
  }

  /** What forbids pictures and cannot be known here, when that was last looked at: they are taken all the same. */
  async unknown(): Promise<readonly BlindSpot[]> {
    return (await this.deps.state.get<readonly BlindSpot[]>(blindSpotsKey(this.account))) ?? []
  }

  /** Throws BAD_EXCLUSION (kind input) for a pattern that would match nothing or everything. */
  checkExclusion(kind: 'app' | 'title', text: string): void {
    pattern(text, kind)
  }

  /** In words, for the reason of a line in the ledger. */
  reasonWords(code: string): string {
    return skippedWords(code)
  }

  private async controls(): Promise<Controls> {
    return (await this.deps.state.get<Controls>(this.controlsKey)) ?? {}
  }

  private async change(change: (controls: Controls) => Controls): Promise<void> {
    await this.deps.state.update<Controls>(this.controlsKey, (controls = {}) => change(controls), ANNOUNCED)
  }

  private get controlsKey(): string {
    return `screenshots:controls:${this.account}`
  }
}

/** Where somebody's consent lies in the shared state; nothing or null for none. */
export const consentKey = (account: AccountId): string => `screenshots:consent:${account}`

export const SCREENSHOTS = token<Screenshots>('meantime.Screenshots')

function pauseInvalid(): MeantimeError {
  return new MeantimeError({
    code: 'PAUSE_INVALID',
    kind: 'input',
    message: 'Pictures can be paused for up to 7 days.',
    safe: 'Nothing was changed.',
    hint: 'To have none for longer, run `meantime screenshots off`.',
  })
}
