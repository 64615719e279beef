import { setImmediate as breathe } from 'node:timers/promises'
import { type App, type Entry, type Logger, TIME_TRACKER } from '@meantime/core'
import { type Suggestion, SuggestionIndex } from './suggestion-index.js'

/** Small enough that nothing else waits for longer than some ms. */
const PAGE = 250
/** What another program changed is among the newest. */
const NEWEST = 50

/**
 * The index of everything that was ever worked on, kept in memory: read once, newest first and in parts, so that the
 * first question has a good answer at once; afterwards only what changed is read, when somebody asks.
 */
export class Suggestions {
  private known:
    | { readonly app: App; readonly account: string; readonly index: SuggestionIndex; changes: number }
    | undefined
  private reading: Promise<void> | undefined

  constructor(private readonly logger: Logger) {}

  async find(app: App, changes: number, text: string, limit: number): Promise<Suggestion[]> {
    return (await this.current(app, changes)).find(text, limit)
  }

  async projects(app: App, changes: number): Promise<string[]> {
    const index = await this.current(app, changes)
    await this.reading
    return index.projects()
  }

  /** What this program changed, however old it is. */
  changed(entries: readonly Entry[]): void {
    for (const entry of entries) this.known?.index.put(entry)
  }

  private async current(app: App, changes: number): Promise<SuggestionIndex> {
    const { account } = app.get(TIME_TRACKER)
    if (this.known?.app !== app || this.known.account !== account) return this.begin(app, account, changes)
    if (this.known.changes !== changes) {
      this.known.changes = changes
      for (const entry of await app.get(TIME_TRACKER).entries({ limit: NEWEST })) this.known.index.put(entry)
    }
    return this.known.index
  }

  private async begin(app: App, account: string, changes: number): Promise<SuggestionIndex> {
    const index = new SuggestionIndex()
    this.known = { app, account, index, changes }
    const next = await readPage(app, index, undefined)
    this.reading = this.readOn(app, index, next).catch((error: unknown) => {
      this.logger.info('suggestions are not complete', { error: String(error) })
    })
    return index
  }

  private async readOn(app: App, index: SuggestionIndex, from: number | undefined): Promise<void> {
    for (let to = from; to !== undefined && this.known?.index === index; ) {
      await breathe()
      to = await readPage(app, index, to)
    }
  }
}

/** Entries that began before `to`, newest first. Returns where the next page begins. */
async function readPage(app: App, index: SuggestionIndex, to: number | undefined): Promise<number | undefined> {
  const entries = await app.get(TIME_TRACKER).entries({ limit: PAGE, ...(to === undefined ? {} : { to }) })
  for (const entry of entries) index.put(entry)
  const last = entries.at(-1)
  if (last === undefined || entries.length < PAGE) return undefined
  // Others may have begun at the very same moment; but a whole page of them must not be read for ever.
  return last.startedAt + 1 === to ? last.startedAt : last.startedAt + 1
}
