import {
  type AccessTokens,
  type Clock,
  type Entry,
  isTransportError,
  type Journal,
  type Logger,
  type Secret,
  type Service,
  type StateStore,
} from '@meantime/core'
import { claimsOf } from './claims.js'
import { Convergence } from './convergence.js'
import type { Asker, HubnityApi } from './hubnity-api.js'
import { type Kept, Mapping } from './kept.js'
import { SickServer } from './refusals.js'
import type { Row } from './row.js'
import type { Turns } from './turns.js'
import { closedForm, openForm, type Wanted } from './wanted.js'

export interface TendingParts {
  readonly api: HubnityApi
  readonly turns: Turns
  readonly state: StateStore
  readonly clock: Clock
  readonly logger: Logger
  readonly server: string
  /** Absent: nobody is signed in here, and nothing is tended. */
  readonly tokens: AccessTokens | undefined
  readonly journal: Pick<Journal, 'entry'> | undefined
}

/**
 * While a program stays open and an entry runs, tells the server now and then that somebody is there, because it pauses
 * by itself what it does not hear of; and sets the entry running again when it did. Nothing depends on it: the end of
 * the entry brings the person's own times in any case.
 */
export class Tending implements Service {
  private stopping = new AbortController()
  private loop: Promise<void> | undefined
  /** The token that the server answered 401 to last. */
  private refused: Secret | undefined

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
    const token = await tokens.getFreshToken(this.refused)
    const user = claimsOf(token).subject
    if (user === undefined) return
    const mapping = new Mapping(state, server, user)
    if (Object.keys(await mapping.open()).length === 0) return
    try {
      await turns.tryTake(user, () => this.look(mapping, { token, signal }))
      this.refused = undefined
    } catch (error) {
      const first = this.refused === undefined
      this.refused = isTransportError(error, 'unauthorized') ? token : undefined
      if (!this.refused || !first) throw error
      await this.tend(signal)
    }
  }

  private async look(mapping: Mapping, asker: Asker): Promise<void> {
    const { journal, logger } = this.parts
    for (const id of new Set(Object.values(await mapping.open()))) {
      const entry = await journal?.entry(id)
      const kept = await mapping.entry(id)
      if (!entry || kept.remote === undefined || !kept.pushed) continue
      if (entry.state === 'running') await this.keepRunning(entry, kept, asker)
      else if (entry.state === 'stopped') {
        // Its stop waits behind something that a person has to decide about; until then it must not seem to run.
        const wanted = closedForm(entry, kept.pushed.projectId)
        if (await this.bring(entry, kept, wanted, asker)) await mapping.noteClosed(id)
        logger.info('an entry that is over was closed at the server ahead of its tasks', { entry: id })
      }
    }
  }

  private async keepRunning(entry: Entry, kept: Kept, asker: Asker): Promise<void> {
    // Only what is delivered completely: the rest is on its way and brings its own state.
    if (kept.entry?.state !== 'running' || kept.pushed?.status !== 'RUNNING') return
    if (kept.entry.segments.length !== entry.segments.length) return
    const { api } = this.parts
    await api.heartbeat(asker)
    const row = (await api.active(asker)).find(({ id }) => id === kept.remote)
    if (row?.status === 'PAUSED') await this.bring(entry, kept, openForm(kept.entry, kept.pushed.projectId), asker, row)
  }

  /** Whether the server agrees in the end. */
  private async bring(entry: Entry, kept: Kept, wanted: Wanted, asker: Asker, row?: Row): Promise<boolean> {
    const convergence = new Convergence(this.parts.api, asker, new SickServer())
    const destination = { remote: kept.remote ?? '', wanted, entry, believed: kept.pushed, row }
    return (await convergence.run(destination)).kind === 'agrees'
  }
}
