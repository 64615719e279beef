import { randomBytes } from 'node:crypto'
import {
  type AccountId,
  type ChangeFeed,
  type Clock,
  type Entry,
  isMeantimeError,
  type Journal,
  type Logger,
  type Service,
  type ShotLedger,
  type StateStore,
  token,
} from '@meantime/core'
import type { Screenshots, Standing } from '../consent/screenshots.js'
import { type Interval, intervalAt, nextInterval, type Seed } from '../schedule/moments.js'
import { Moment, type MomentDeps } from './moment.js'

export interface CaptureServiceOptions {
  /** Settings, switches and a clock that was set are noticed this often; a changed entry at once. @default 15 000 ms */
  readonly lookEveryMs?: number
  /** A moment that is noticed later than this is missed: the computer slept. @default 5000 ms */
  readonly lateMs?: number
  /** @default random, made once for each data folder */
  readonly seed?: Seed | undefined
}

export interface CaptureServiceDeps extends MomentDeps {
  readonly screenshots: Screenshots
  readonly journal: Journal
  readonly ledger: ShotLedger
  readonly state: StateStore
  readonly changes: ChangeFeed
  readonly clock: Clock
  readonly logger: Logger
}

interface Flight {
  readonly entry: Entry
  readonly abort: (reason: string) => void
  readonly landed: Promise<void>
}

/** Waits for the moments at which pictures are due, has them taken, and releases them when their time has come. */
export class CaptureService implements Service {
  private readonly lookEveryMs: number
  private readonly lateMs: number
  private stopping = new AbortController()
  private wake: () => void = () => undefined
  private unsubscribe: () => void = () => undefined
  private loop: Promise<void> | undefined
  private seed: Seed | undefined
  private awaited: { readonly interval: Interval; readonly entry: Entry } | undefined
  private flight: Flight | undefined
  private readonly beside = new Set<Promise<void>>()
  private complaint: string | undefined

  constructor(
    private readonly deps: CaptureServiceDeps,
    { lookEveryMs = 15_000, lateMs = 5000, seed }: CaptureServiceOptions = {},
  ) {
    this.lookEveryMs = lookEveryMs
    this.lateMs = lateMs
    this.seed = seed
  }

  async start(): Promise<void> {
    this.seed ??= await storedSeed(this.deps.state)
    this.stopping = new AbortController()
    this.unsubscribe = this.deps.changes.onChange(() => this.wake())
    this.loop = this.run(this.seed, this.stopping.signal)
  }

  async stop(): Promise<void> {
    this.unsubscribe()
    this.stopping.abort()
    this.flight?.abort('interrupted')
    this.wake()
    await this.loop
    await Promise.all([this.flight?.landed, ...this.beside])
  }

  private get account(): AccountId {
    return this.deps.screenshots.account
  }

  private async run(seed: Seed, signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      // Taken before the look, so that a change meanwhile is not slept over.
      const woken = new Promise<void>((resolve) => {
        this.wake = resolve
      })
      const wait = await this.look(seed)
      const nap = new AbortController()
      await Promise.race([woken, this.deps.clock.sleep(wait, nap.signal).catch(() => undefined)])
      nap.abort()
    }
  }

  /** Never throws. Returns when to look again, ms. */
  private async look(seed: Seed): Promise<number> {
    try {
      await this.release()
      const wait = await this.watch(seed)
      this.complaint = undefined
      return wait
    } catch (error) {
      this.awaited = undefined
      const code = isMeantimeError(error) ? error.code : String(error)
      // A broken settings file or a full disk stays so for a while: told once.
      if (this.complaint !== code) this.deps.logger.warn('screenshots wait', { code, error: String(error) })
      this.complaint = code
      return this.lookEveryMs
    }
  }

  private async release(): Promise<void> {
    const { ledger, clock } = this.deps
    const due = await ledger.nextReleaseAt(this.account)
    if (due !== undefined && due <= clock.now()) await ledger.release(this.account)
  }

  private async watch(seed: Seed): Promise<number> {
    const standing = await this.deps.screenshots.standing()
    const open = standing.on ? await this.deps.journal.open(this.account) : undefined
    const entry = open?.state === 'running' ? open : undefined
    this.recall(standing, entry)
    if (entry === undefined) {
      this.awaited = undefined
      return this.lookEveryMs
    }
    const lengthMs = standing.settings.intervalMinutes * 60_000
    const now = this.deps.clock.now()
    const due = this.awaited
    if (due !== undefined && due.interval.at <= now && due.interval.to - due.interval.from === lengthMs) {
      this.meet(due.interval, due.entry, now)
    }
    const current = intervalAt(now, lengthMs, seed)
    const next = current.at > now ? current : nextInterval(current, lengthMs, seed)
    this.awaited = { interval: next, entry }
    return Math.min(next.at - now, this.lookEveryMs)
  }

  /** A picture under way is given up when its entry is over or pictures were turned off. */
  private recall({ on }: Standing, entry: Entry | undefined): void {
    if (this.flight === undefined) return
    if (!on) this.flight.abort('turned-off')
    else if (entry?.id !== this.flight.entry.id) this.flight.abort('entry-over')
  }

  /** Not waited for: while a picture is being made, time goes on. */
  private meet(interval: Interval, entry: Entry, now: number): void {
    const moment = new Moment(this.deps, this.account, interval)
    const late = now - interval.at > this.lateMs
    if (late || this.flight !== undefined) {
      this.aside(moment.skip(late ? 'missed' : 'busy', entry))
      return
    }
    const controller = new AbortController()
    const landed = moment
      .take(controller.signal)
      .catch((error: unknown) => this.failed(error))
      .finally(() => {
        this.flight = undefined
      })
    this.flight = { entry, abort: (reason) => controller.abort(reason), landed }
  }

  private aside(work: Promise<void>): void {
    const done = work.catch((error: unknown) => this.failed(error)).finally(() => this.beside.delete(done))
    this.beside.add(done)
  }

  private failed(error: unknown): void {
    this.deps.logger.warn('the moment of a screenshot went by', { error: String(error) })
  }
}

const SEED_KEY = 'screenshots:seed'

/** From the system's secure randomness; kept, so that a program that starts again means the same moments. */
async function storedSeed(state: StateStore): Promise<Seed> {
  const fresh = randomBytes(32).toString('hex')
  const stored = await state.update<Seed>(SEED_KEY, (seed) => (seed?.length === fresh.length ? seed : fresh))
  return stored ?? fresh
}

export const CAPTURE_SERVICE = token<CaptureService>('meantime.CaptureService')
