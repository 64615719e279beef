import { token } from '../container.js'
import { decideAnswer } from '../domain/answer-away.js'
import {
  type AwayAnswer,
  type AwayEvidence,
  type AwayOffer,
  closeOffer,
  lengthOf,
  noteAway,
  timeWithin,
} from '../domain/away.js'
import type { Entry } from '../domain/entry.js'
import { type AccountId, LOCAL_ACCOUNT, type OfferId } from '../domain/ids.js'
import { MeantimeError } from '../errors.js'
import type { Profiles } from '../ports/account.js'
import type { Clock } from '../ports/clock.js'
import type { NewId } from '../ports/ids.js'
import type { Journal } from '../ports/journal.js'
import type { StateStore } from '../ports/state-store.js'
import { type ForgottenOptions, forgottenStop, overMidnight } from './forgotten.js'
import { HEARTBEAT, type Heartbeat, lookBack } from './heartbeat.js'
import { bootedAt, runs } from './this-computer.js'

export interface CorrectionOptions extends ForgottenOptions {
  /** Somebody who gave no sign for this long counts as away. @default 300 000 ms (5 min) */
  readonly awayAfterMs?: number
  /** When the computer was started, UTC ms. @default the system's word */
  readonly bootedAt?: () => number
  /** Whether a process of that id runs. @default the system's word */
  readonly runs?: (pid: number) => boolean
}

/** An offer that is worth an answer, with the entry as it is now. */
export interface OpenOffer {
  readonly offer: AwayOffer
  readonly entry: Entry
  /** How much of the entry's worked time lies in it now. */
  readonly ms: number
}

export interface Answered {
  readonly offer: AwayOffer
  /** As they are after the answer: the one it was about first, then the one that was made of a part of it. */
  readonly entries: readonly Entry[]
}

export interface CorrectionDeps {
  readonly journal: Journal
  readonly profiles: Profiles
  readonly state: StateStore
  readonly clock: Clock
  readonly newId: NewId
}

/**
 * Offers corrections from evidence and carries out the answers. Until it is answered an offer changes nothing: the time
 * stays as it was recorded. Offers lie in the state store, so that any program can answer what any other has noticed.
 */
export class Corrections {
  private readonly awayAfterMs: number
  private readonly options: CorrectionOptions

  constructor(
    private readonly deps: CorrectionDeps,
    options: CorrectionOptions = {},
  ) {
    this.awayAfterMs = options.awayAfterMs ?? 5 * 60_000
    this.options = options
  }

  /** Makes or enlarges offers for every entry of the account that counts `awayAfterMs` or more in the stretch. */
  async note(evidence: AwayEvidence, awayAfterMs: number = this.awayAfterMs): Promise<void> {
    if (!(evidence.to > evidence.from)) return
    const { journal, state, clock, newId } = this.deps
    const { account } = this
    const entries = await journal.entries({ account, from: evidence.from, to: evidence.to })
    if (entries.length === 0) return
    const told = overMidnight(evidence, clock.zone())
    const now = clock.now()
    const noting = { account, leastMs: awayAfterMs, now, newId: () => newId() as OfferId }
    const noted = (offers: readonly AwayOffer[] = []) => {
      const all = entries.reduce((known, entry) => noteAway(known, told, { ...noting, entry }), offers)
      return all === offers ? offers : pruned(all)
    }
    await state.update(OFFERS, noted, ANNOUNCED)
  }

  /**
   * What a watcher that is gone left behind, and an entry that nobody stopped. For a program that has no watcher of its
   * own, before it shows `open()`; a person is using it, which counts as a sign of them.
   */
  async look(awayAfterMs: number = this.awayAfterMs): Promise<void> {
    const { state, clock, journal } = this.deps
    const now = clock.now()
    const found = await state.get<Heartbeat>(HEARTBEAT)
    const heartbeat = found?.account === this.account ? found : undefined
    if (heartbeat) await this.noteHeartbeat(heartbeat, now, awayAfterMs)
    const recent = await journal.entries({ account: this.account, from: now - 60_000 })
    for (const entry of recent) {
      const forgotten = forgottenStop(entry, now, heartbeat?.lastSeen, this.options)
      if (forgotten) await this.noteRoughly(forgotten, awayAfterMs)
    }
  }

  /** Oldest first. Offers whose time is not counted any more are left out. */
  async open(): Promise<readonly OpenOffer[]> {
    const offers = (await this.deps.state.get<readonly AwayOffer[]>(OFFERS)) ?? []
    const mine = offers.filter(({ account, answer }) => answer === undefined && this.sees(account))
    const found = await Promise.all(mine.map((offer) => this.current(offer)))
    return found.filter((offer) => offer !== undefined).sort((one, other) => one.offer.from - other.offer.from)
  }

  /**
   * Records what the answer says, in one transaction, and closes the offer. A second answer finds nothing to do. Throws
   * AWAY_UNKNOWN or AWAY_NOTHING_LEFT (kind state), TEXT_TOO_LONG or TEXT_NOT_ALLOWED; then nothing was changed.
   */
  async answer(id: OfferId, answer: AwayAnswer): Promise<Answered> {
    const { journal, state, clock, newId } = this.deps
    const offers = (await state.get<readonly AwayOffer[]>(OFFERS)) ?? []
    const offer = offers.find((one) => one.id === id && this.sees(one.account))
    if (!offer) throw unknownOffer()
    if (offer.answer !== undefined) throw answeredBefore(offer.answer)
    const { entries } = await journal.record(
      this.account,
      decideAnswer(offer, answer, () => clock.now(), newId),
    )
    await this.close(offer, answer.kind)
    const kept = entries.length > 0 ? entries : [await journal.entry(offer.entryId)]
    return { offer, entries: kept.filter((entry) => entry !== undefined) }
  }

  private async noteHeartbeat(heartbeat: Heartbeat, now: number, awayAfterMs: number): Promise<void> {
    const { bootedAt: booted = bootedAt, runs: running = runs } = this.options
    const around = { now, awayAfterMs, bootedAt: booted(), runs: running }
    const { evidence, settled } = lookBack(heartbeat, around)
    if (evidence) await this.noteRoughly(evidence, awayAfterMs)
    if (!settled || !(evidence || heartbeat.watching)) return
    const after: Heartbeat = { ...heartbeat, alive: now, lastSeen: now, causes: [], watching: false }
    await this.deps.state.update<Heartbeat>(HEARTBEAT, (current) =>
      current?.alive === heartbeat.alive && current.pid === heartbeat.pid ? after : current,
    )
  }

  /** A status bar may look every second: an offer that grew by less than a minute is not written again. */
  private async noteRoughly(evidence: AwayEvidence, awayAfterMs: number): Promise<void> {
    const { causes, from, to } = evidence
    const told = ({ answer, ...offer }: AwayOffer) =>
      answer === undefined &&
      offer.from <= from &&
      offer.to > to - 60_000 &&
      causes.every((one) => offer.causes.includes(one))
    const offers = (await this.deps.state.get<readonly AwayOffer[]>(OFFERS)) ?? []
    if (!offers.some(told)) await this.note(evidence, awayAfterMs)
  }

  private async current(offer: AwayOffer): Promise<OpenOffer | undefined> {
    const entry = await this.deps.journal.entry(offer.entryId)
    if (!entry || entry.state === 'deleted') return undefined
    const ms = lengthOf(timeWithin(entry.segments, offer, this.deps.clock.now()))
    return ms > 0 ? { offer, entry, ms } : undefined
  }

  private close(answered: AwayOffer, answer: AwayAnswer['kind']): Promise<unknown> {
    const newId = () => this.deps.newId() as OfferId
    const closed = (offers: readonly AwayOffer[] = []) => closeOffer(offers, answered, answer, newId)
    return this.deps.state.update(OFFERS, closed, ANNOUNCED)
  }

  /** What was offered before anybody had signed in belongs to whoever did. */
  private sees(account: AccountId): boolean {
    return account === this.account || account === LOCAL_ACCOUNT
  }

  private get account(): AccountId {
    return this.deps.profiles.current()?.accountId ?? LOCAL_ACCOUNT
  }
}

const OFFERS = 'away-offers'
/** Whoever shows offers is to show these now. */
const ANNOUNCED = { announce: true }
/** Answered ones are remembered so that nothing is asked twice; the oldest go first. */
const MOST_ANSWERED = 200

function pruned(offers: readonly AwayOffer[]): readonly AwayOffer[] {
  const answered = offers.filter(({ answer }) => answer !== undefined)
  const old = new Set(answered.slice(0, Math.max(0, answered.length - MOST_ANSWERED)))
  return offers.filter((offer) => !old.has(offer))
}

function unknownOffer(): MeantimeError {
  return new MeantimeError({
    code: 'AWAY_UNKNOWN',
    kind: 'state',
    message: 'There is no such time away.',
    safe: 'Nothing was changed.',
    hint: 'Run `meantime away` to see what is to be answered.',
  })
}

function answeredBefore(answer: string): MeantimeError {
  return new MeantimeError({
    code: 'AWAY_ANSWERED',
    kind: 'state',
    message: `That time away was answered before (${answer}).`,
    safe: 'Nothing was changed.',
    hint: 'Run `meantime log` to see what is counted.',
  })
}

export const CORRECTIONS = token<Corrections>('meantime.Corrections')
