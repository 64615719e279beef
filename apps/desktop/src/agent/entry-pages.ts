import { setImmediate as breathe } from 'node:timers/promises'
import { type App, type Entry, TIME_TRACKER } from '@meantime/core'

/** Small enough that nothing else waits for longer than some ms. */
const PAGE = 250

export interface EntryRange {
  readonly from?: number
  readonly to?: number
  /** @default all */
  readonly limit?: number
}

/** Entries that overlap the range, newest first, in parts: years of them are read while everything else goes on. */
export async function* entryPages(
  app: App,
  { from, to, limit = Infinity }: EntryRange,
): AsyncGenerator<readonly Entry[]> {
  const tracker = app.get(TIME_TRACKER)
  const seen = new Set<string>()
  for (let before = to; seen.size < limit; await breathe()) {
    const range = { ...(from === undefined ? {} : { from }), ...(before === undefined ? {} : { to: before }) }
    const page = await tracker.entries({ ...range, limit: PAGE })
    const fresh = page.filter(({ id }) => !seen.has(id)).slice(0, limit - seen.size)
    for (const { id } of fresh) seen.add(id)
    yield fresh
    const last = page.at(-1)
    if (last === undefined || page.length < PAGE) return
    // Others may have begun at the very same moment; but a whole page of them must not be read for ever.
    before = fresh.length === 0 ? last.startedAt : last.startedAt + 1
  }
}

export async function allEntries(app: App, range: EntryRange): Promise<Entry[]> {
  const entries: Entry[] = []
  for await (const page of entryPages(app, range)) entries.push(...page)
  return entries
}
