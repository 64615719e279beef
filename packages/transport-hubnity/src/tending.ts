import type { AccessTokens, AccountId, Clock, Journal, Logger, Secret, Service, StateStore } from '@meantime/core'
import { claimsOf } from './claims.js'
import { Convergence } from './convergence.js'
import type { Asker, HubnityApi } from './hubnity-api.js'
import { Mapping } from './kept.js'
import { SickServer } from './refusals.js'
import type { Turns } from './turns.js'
import { openForm } from './wanted.js'

export interface TendingParts {
  readonly api: HubnityApi
  readonly turns: Turns
  readonly state: StateStore
  readonly clock: Clock
  readonly logger: Logger
  readonly server: string
  /** Absent: nobody is signed in here, and nothing is tended. */
  readonly tokens: AccessTokens | undefined
  readonly journal: Pick<Journal, 'open'> | undefined
}

/**
 * While a program stays open and an entry runs, tells the server now and then that somebody is there, because it pauses
 * by itself what it does not hear of; and sets the entry running again when it did. Nothing depends on it: the end of
 * the entry brings the person's own times in any case.
 */
export class Tending implements Service {
  private stopping = new AbortController()
  private loop: Promise<void> | undefined

  constructor(
    private readonly parts: TendingParts,
    private readonly everyMs: number,
  ) {}

  start(): void {
    if (!this.parts.tokens || !this.parts.journal) return
    this.stopping = new AbortController()
    this.loop = this.run(this.stopping.signal)
  }

  async stop(): Promise<void> {
    this.stopping.abort()
    await this.loop
  }

  private async run(signal: AbortSignal): Promise<void> {
    for (;;) {
      await this.parts.clock.sleep(this.everyMs, signal).catch(() => undefined)
      if (signal.aborted) return
      try {
        await this.tend(signal)
      } catch (error) {
        // Offline, most of the time. The next beat tries again.
        this.parts.logger.debug('the server was not told that somebody is there', { cause: String(error) })
      }
    }
  }

  /** One beat. */
  async tend(signal: AbortSignal): Promise<void> {
    const { tokens, state, server, turns } = this.parts
    if (!tokens) return
    const token = await tokens.getFreshToken()
    const user = claimsOf(token).subject
    if (user === undefined) return
    const mapping = new Mapping(state, server, user)
    if (Object.keys(await mapping.open()).length === 0) return
    await turns.tryTake(user, () => this.look(mapping, { token, signal }))
  }

  private async look(mapping: Mapping, asker: { readonly token: Secret; readonly signal: AbortSignal }): Promise<void> {
    const { api, journal } = this.parts
    const entry = await journal?.open(mapping.user as AccountId)
    if (entry?.state !== 'running') return
    const kept = await mapping.entry(entry.id)
    // Only what is delivered completely: the rest is on its way and brings its own state.
    if (kept.remote === undefined || kept.entry?.state !== 'running' || kept.pushed?.status !== 'RUNNING') return
    const beat: Asker = asker
    await api.heartbeat(beat)
    const row = (await api.active(beat)).find(({ id }) => id === kept.remote)
    if (row?.status !== 'PAUSED') return
    const wanted = openForm(kept.entry, kept.pushed.projectId)
    const convergence = new Convergence(api, beat, new SickServer())
    await convergence.run({ remote: kept.remote, wanted, entry: kept.entry, believed: kept.pushed, row })
  }
}
