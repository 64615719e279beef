import type { Entry, TimeTracker } from '@meantime/core'
import { inputError } from './errors.js'

/** More than anybody has. */
const ALL_ENTRIES = 1_000_000
const ENDING = /^[0-9a-f-]{4,36}$/

/**
 * The account's entries of these ids, or the only ones whose ids end so, each once. Throws ENTRY_UNKNOWN or
 * ENTRY_AMBIGUOUS.
 */
export async function namedEntries(tracker: TimeTracker, texts: readonly string[]): Promise<readonly Entry[]> {
  if (texts.length === 0) return []
  const all = (await tracker.entries({ limit: ALL_ENTRIES })).filter(isThere)
  return [...new Set(texts.map((text) => only(all, text.trim().toLowerCase())))]
}

/** The open entry, else the one that began last. Throws ENTRY_UNKNOWN when there is none. */
export async function latestEntry(tracker: TimeTracker): Promise<Entry> {
  const latest = (await tracker.current()) ?? (await tracker.entries({})).find(isThere)
  if (latest) return latest
  throw inputError('ENTRY_UNKNOWN', 'Nothing was recorded yet.', 'Begin with `meantime start`.')
}

function only(all: readonly Entry[], ending: string): Entry {
  const [found, other] = ENDING.test(ending) ? all.filter(({ id }) => id.endsWith(ending)) : []
  if (other) throw inputError('ENTRY_AMBIGUOUS', 'More than one entry has an id that ends so.', 'Name more of its id.')
  if (found) return found
  throw inputError('ENTRY_UNKNOWN', 'There is no such entry.', 'Copy its id from `meantime log --ids`.')
}

const isThere = ({ state }: Entry): boolean => state !== 'deleted'
