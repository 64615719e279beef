import { type App, type Entry, type Logger, TIME_TRACKER } from '@meantime/core'
import { entryPages } from '../entry-pages.js'
import { type Suggestion, SuggestionIndex } from './suggestion-index.js'

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

  /** `onComplete`: everything was read, so that lists may have more than before. */
  constructor(
    private readonly logger: Logger,
    private readonly onComplete: () => void,
  ) {}

  async find(app: App, changes: number, text: string, limit: number): Promise<Suggestion[]> {
    return (await this.current(app, changes)).find(text, limit)
  }

  async projects(app: App, changes: number): Promise<string[]> {
    return (await this.current(app, changes)).projects()
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
    const pages = entryPages(app, {})
    for (const entry of (await pages.next()).value ?? []) index.put(entry)
    this.readOn(index, pages).then(this.onComplete, (error: unknown) => {
      this.logger.info('suggestions are not complete', { error: String(error) })
    })
    return index
  }

  private async readOn(index: SuggestionIndex, pages: AsyncGenerator<readonly Entry[]>): Promise<void> {
    for await (const page of pages) {
      if (this.known?.index !== index) return
      for (const entry of page) index.put(entry)
    }
  }
}
