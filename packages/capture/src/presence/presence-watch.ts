import { uptime } from 'node:os'
import {
  type AccountId,
  type ChangeFeed,
  type Clock,
  type Corrections,
  type Entry,
  HEARTBEAT,
  HEARTBEAT_EVERY_MS,
  type Heartbeat,
  type Journal,
  LOCAL_ACCOUNT,
  type Logger,
  type Profiles,
  type Service,
  type StateStore,
  token,
} from '@meantime/core'
import { type Clocks, gapBetween } from './gap.js'
import { firstSight, lookAgain, type Person } from './person.js'
import type { Presence, PresenceState } from './port.js'

export interface PresenceWatchOptions {
  /** How often the person is looked for while an entry runs; never while none does. @default 15 000 ms */
  readonly everyMs?: number
  /** Somebody who gave no sign for this long counts as away. @default 300 000 ms (5 min) */
  readonly awayAfterMs?: number
  /** ms since the computer was started, sleep included; undefined when unknown. @default os.uptime */
  readonly sinceBoot?: () => number | undefined
  /** Whether the monotonic clock stands still while the computer sleeps. @default true on Linux */
  readonly monotonicSleeps?: boolean
}

export interface PresenceWatchDeps {
  readonly presence: Presence
  readonly corrections: Corrections
  readonly journal: Journal
  readonly profiles: Profiles
  readonly state: StateStore
  readonly changes: ChangeFeed
  readonly clock: Clock
  readonly logger: Logger
}

/** What a look found, for others who want to know while an entry runs. */
export type OnLook = (state: PresenceState, entry: Entry, at: number) => void

/**
 * Looks for the person while an entry runs, tells Corrections when they were away, and leaves a heartbeat about once a
 * minute. Without a running entry it sleeps until something is recorded. It changes no entry.
 */
export class PresenceWatch implements Service {
  private readonly everyMs: number
  private readonly awayAfterMs: number
  private readonly sinceBoot: () => number | undefined
  private readonly monotonicSleeps: boolean
  private readonly listeners = new Set<OnLook>()
  private readonly resting = new Set<() => void>()
  private stopping = new AbortController()
  private wake: () => void = () => undefined
  private unsubscribe: () => void = () => undefined
  private loop: Promise<void> | undefined
  private person: Person | undefined
  private clocks: Clocks | undefined
  private beat: { readonly at: number; readonly watching: boolean; readonly account: AccountId } | undefined

  constructor(
    private readonly deps: PresenceWatchDeps,
    options: PresenceWatchOptions = {},
  ) {
    this.everyMs = options.everyMs ?? 15_000
    this.awayAfterMs = options.awayAfterMs ?? 5 * 60_000
    this.sinceBoot = options.sinceBoot ?? systemUptime
    this.monotonicSleeps = options.monotonicSleeps ?? process.platform === 'linux'
  }

  /** Returns the unsubscribe function. */
  onLook(listener: OnLook): () => void {
    this.listeners.add(listener)
    return () => this.listeners.delete(listener)
  }

  /** Called when nothing runs any more, or the watch ends. Returns the unsubscribe function. */
  onRest(listener: () => void): () => void {
    this.resting.add(listener)
    return () => this.resting.delete(listener)
  }

  /** Also tells what an earlier watcher left behind that did not end in order. */
  async start(): Promise<void> {
    this.stopping = new AbortController()
    await this.safely(() => this.deps.corrections.look(this.awayAfterMs))
    this.unsubscribe = this.deps.changes.onChange(() => this.wake())
    this.loop = this.run(this.stopping.signal)
  }

  async stop(): Promise<void> {
    this.unsubscribe()
    this.stopping.abort()
    this.wake()
    await this.loop
    await this.safely(() => this.rest())
  }

  private async run(signal: AbortSignal): Promise<void> {
    let entry: Entry | undefined
    while (!signal.aborted) {
      // Taken before the look, so that a change during it is not slept over.
      const woken = new Promise<void>((resolve) => {
        this.wake = resolve
      })
      const current = await this.safely(() => this.running())
      const due = current?.id !== entry?.id || this.restMs() <= 0
      entry = current
      if (entry === undefined) await this.safely(() => this.rest())
      else if (due) await this.safely(() => this.look(entry as Entry))
      const nap = new AbortController()
      const asleep = this.deps.clock.sleep(Math.max(1, this.restMs()), nap.signal).catch(() => undefined)
      await (entry === undefined ? woken : Promise.race([woken, asleep]))
      nap.abort()
    }
  }

  private async running(): Promise<Entry | undefined> {
    const entry = await this.deps.journal.open(this.account)
    return entry?.state === 'running' ? entry : undefined
  }

  /** Until the next look. */
  private restMs(): number {
    return this.clocks === undefined ? 0 : this.clocks.monotonic + this.everyMs - this.deps.clock.monotonic()
  }

  private async look(entry: Entry): Promise<void> {
    const before = this.person
    const state = await this.observe()
    if (this.beatIsDue(before)) await this.heartbeat(true)
    for (const listener of this.listeners) listener(state, entry, this.clocks?.wall ?? this.deps.clock.now())
  }

  private async observe(): Promise<PresenceState> {
    const state = await this.deps.presence.state()
    const clocks = this.readClocks()
    const now = clocks.wall
    const { person: before, clocks: earlier } = this
    this.clocks = clocks
    if (!before || !earlier) {
      this.person = firstSight({ now, ...state })
      return state
    }
    const gap = gapBetween(earlier, clocks, this.everyMs, { monotonicSleeps: this.monotonicSleeps })
    const { person, evidence } = lookAgain(before, { now, gap, ...state }, this.awayAfterMs)
    this.person = person
    if (evidence) await this.deps.corrections.note(evidence, this.awayAfterMs)
    return state
  }

  /** Once a minute, and when the person has just gone: that must not be lost with us. */
  private beatIsDue(before: Person | undefined): boolean {
    const { beat, person } = this
    if (!beat?.watching || !person || beat.account !== this.account) return true
    return (
      person.lookedAt - beat.at >= HEARTBEAT_EVERY_MS || person.lookedAt < beat.at || isAway(person) !== isAway(before)
    )
  }

  private async heartbeat(watching: boolean): Promise<void> {
    const { person, account } = this
    if (!person) return
    const { lastSeen, causes } = person
    const alive = watching ? person.lookedAt : this.deps.clock.now()
    const beat: Heartbeat = { account, alive, lastSeen, causes, pid: process.pid, watching }
    await this.deps.state.set(HEARTBEAT, beat)
    this.beat = { at: alive, watching, account }
  }

  /**
   * Nothing runs, or we are about to end: whoever is away now is not waited for, and nobody must take the silence that
   * follows for a crash.
   */
  private async rest(): Promise<void> {
    if (this.person) await this.observe()
    const { person } = this
    if (person && isAway(person)) {
      const { causes, lastSeen: from, lookedAt: to } = person
      if (to - from >= this.awayAfterMs) await this.deps.corrections.note({ causes, from, to }, this.awayAfterMs)
    }
    if (this.beat?.watching) await this.heartbeat(false)
    if (this.person) for (const listener of this.resting) listener()
    this.person = undefined
    this.clocks = undefined
  }

  private readClocks(): Clocks {
    const { clock } = this.deps
    return { wall: clock.now(), monotonic: clock.monotonic(), sinceBoot: this.sinceBoot() }
  }

  private async safely<T>(work: () => Promise<T>): Promise<T | undefined> {
    try {
      return await work()
    } catch (error) {
      this.deps.logger.warn('the person at the computer could not be looked for', { reason: String(error) })
      return undefined
    }
  }

  private get account(): AccountId {
    return this.deps.profiles.current()?.accountId ?? LOCAL_ACCOUNT
  }
}

const isAway = (person: Person | undefined): boolean => (person?.causes.length ?? 0) > 0

function systemUptime(): number | undefined {
  try {
    return uptime() * 1000
  } catch {
    return undefined
  }
}

export const PRESENCE_WATCH = token<PresenceWatch>('meantime.PresenceWatch')
