import type { EntryId } from '../domain/ids.js'
import type { Journal } from '../ports/journal.js'
import type { Logger } from '../ports/logger.js'
import { TransportError } from '../ports/transport.js'
import type { Run } from './run.js'
import type { ServerMemory } from './server-memory.js'

export interface ReofferDeps {
  readonly journal: Pick<Journal, 'reoffer'>
  readonly logger: Logger
}

/** Enqueues once again what the server forgot: all of it, or one entry. */
export class Reoffering {
  private forgotten = false
  private readonly entries = new Set<EntryId>()

  constructor(
    private readonly deps: ReofferDeps,
    private readonly memory: ServerMemory,
    private readonly run: Run,
  ) {}

  /**
   * Enqueues the next part, when there is one. Nothing may be sent while this returns true: a later step of an entry
   * would overtake its forgotten ones.
   */
  async more(): Promise<boolean> {
    const { offer } = this.memory
    if (offer === undefined) return false
    const { events, gone, next } = await this.deps.journal.reoffer(this.run.account, offer)
    this.run.reoffered += events
    this.run.gone += gone
    await this.memory.offered(next)
    return next !== undefined
  }

  /** Returns why the run must end: a server that forgets within one run what it confirmed in it would keep us for ever. */
  async allForgotten(): Promise<TransportError | undefined> {
    this.deps.logger.warn('the server forgot work that it had confirmed; everything recorded is offered again')
    await this.memory.forgot()
    if (this.forgotten) return forgetful()
    this.forgotten = true
    return undefined
  }

  /** The server has no start of these. Each once in a run: when that did not help, asking again at once does not. */
  async entriesUnknown(entries: Iterable<EntryId>): Promise<void> {
    for (const entry of entries) {
      if (this.entries.has(entry)) continue
      this.entries.add(entry)
      const { events } = await this.deps.journal.reoffer(this.run.account, { entry })
      this.run.reoffered += events
    }
  }
}

function forgetful(): TransportError {
  const message = 'The server forgot again what it had confirmed a moment ago.'
  return new TransportError({ failure: 'server', message, hint: 'Tell whoever runs the server.' })
}
