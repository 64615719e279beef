import {
  type AccessTokens,
  type Clock,
  isTransportError,
  type Journal,
  type Logger,
  type Secret,
  type Service,
  type StateStore,
} from '@meantime/core'
import { claimsOf } from './claims.js'
import { Convergence, type Destination } from './convergence.js'
import type { Asker, HubnityApi } from './hubnity-api.js'
import { Mapping } from './kept.js'
import { wantedFor } from './lane.js'
import { SickServer } from './refusals.js'
import type { Row } from './row.js'
import type { Turns } from './turns.js'
import { agrees } from './wanted.js'

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
 * by itself what it does not hear of; and when an entry does not show there as it is here, makes it. Nothing depends on
 * it: the end of the entry brings the person's own times in any case.
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
    const { api, journal } = this.parts
    let active: readonly Row[] | undefined
    for (const id of new Set(Object.values(await mapping.open()))) {
      const recorded = await journal?.entry(id)
      const kept = await mapping.entry(id)
      if (!recorded || kept.remote === undefined || !kept.entry || !kept.pushed) continue
      // Its times are the person's whatever waits to be delivered; its words are those that the server has taken.
      const entry = { ...recorded, description: kept.entry.description }
      const open = entry.state === 'running' || entry.state === 'paused'
      if (entry.state === 'running') await api.heartbeat(asker)
      active ??= open ? await api.active(asker) : undefined
      const row = active?.find((one) => one.id === kept.remote)
      // Stopped there by somebody: it stays so until its own stop.
      if (open && !row) continue
      const wanted = wantedFor({ entry, projectId: kept.pushed.projectId }, !open)
      if (row && agrees(row, wanted)) continue
      await this.bring({ remote: kept.remote, wanted, entry, believed: kept.pushed, row }, { mapping, asker, id })
    }
  }

  /** An entry that is over gets here only when its stop waits behind what a person has to decide about. */
  private async bring(
    destination: Destination,
    { mapping, asker, id }: { readonly mapping: Mapping; readonly asker: Asker; readonly id: string },
  ): Promise<void> {
    const came = await new Convergence(this.parts.api, asker, new SickServer()).run(destination)
    if (came.kind !== 'agrees') return
    await mapping.keep(id, { pushed: came.row })
    if (came.row.status === 'STOPPED') await mapping.noteClosed(id)
  }
}
