import type { Entry, TimeTracker } from '@meantime/core'
import { inputError } from './errors.js'

/** More than anybody has. */
const ALL_ENTRIES = 1_000_000
const ENDING = /^[0-9a-f-]{4,36}$/

/** The account's entry of this id, or the only one whose id ends so. Throws ENTRY_UNKNOWN or ENTRY_AMBIGUOUS. */
export async function namedEntry(tracker: TimeTracker, text: string): Promise<Entry> {
  const ending = text.trim().toLowerCase()
  const [found, other] = ENDING.test(ending) ? (await all(tracker)).filter(({ id }) => id.endsWith(ending)) : []
  if (other) throw inputError('ENTRY_AMBIGUOUS', 'More than one entry has an id that ends so.', 'Name more of its id.')
  if (found) return found
  throw inputError('ENTRY_UNKNOWN', 'There is no such entry.', 'Copy its id from `meantime log --ids`.')
}

/** The open entry, else the one that began last. Throws ENTRY_UNKNOWN when there is none. */
export async function latestEntry(tracker: TimeTracker): Promise<Entry> {
  const open = await tracker.current()
  const latest = open ?? (await all(tracker)).reduce(later, undefined)
  if (latest) return latest
  throw inputError('ENTRY_UNKNOWN', 'Nothing was recorded yet.', 'Begin with `meantime start`.')
}

const later = (a: Entry | undefined, b: Entry): Entry => (a === undefined || b.startedAt >= a.startedAt ? b : a)

async function all(tracker: TimeTracker): Promise<readonly Entry[]> {
  const entries = await tracker.entries({ from: 0, to: Number.MAX_SAFE_INTEGER, limit: ALL_ENTRIES })
  return entries.filter(({ state }) => state !== 'deleted')
}
