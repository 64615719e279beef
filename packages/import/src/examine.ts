import type { AccountId, Journal } from '@meantime/core'
import { type FoundEntry, type Stretch, stretchesOf } from './found-entry.js'

/** What of a source is new here, and what it meets. */
export interface Examined {
  readonly fresh: readonly FoundEntry[]
  /** Imported before, whatever became of it since. */
  readonly known: number
  /** Stretches of new entries that lie, in part, where other work is recorded already, here or in the same source. */
  readonly overlaps: readonly Overlap[]
}

export interface Overlap extends Stretch {
  readonly entry: FoundEntry
  /** The description of what lies there. */
  readonly with: string
}

/** More entries than anybody has. */
const ALL = 10_000_000

/** Changes nothing. */
export async function examine(
  entries: readonly FoundEntry[],
  { journal, account }: { readonly journal: Journal; readonly account: AccountId },
): Promise<Examined> {
  const fresh: FoundEntry[] = []
  for (const entry of entries) if ((await journal.entry(entry.id)) === undefined) fresh.push(entry)
  const known = entries.length - fresh.length
  return { fresh, known, overlaps: overlapping(fresh, await recordedMeanwhile(fresh, journal, account)) }
}

interface Worked extends Stretch {
  readonly description: string
  readonly entry?: FoundEntry
}

async function recordedMeanwhile(
  fresh: readonly FoundEntry[],
  journal: Journal,
  account: AccountId,
): Promise<readonly Worked[]> {
  const instants = fresh.flatMap(({ steps }) => steps.map(({ at }) => at))
  if (instants.length === 0) return []
  const [from, to] = instants.reduce(
    ([least, most], at) => [Math.min(least, at), Math.max(most, at)],
    [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY],
  )
  const recorded = await journal.entries({ account, from, to: to + 1, limit: ALL })
  return recorded.flatMap(({ description, segments }) =>
    segments.map((segment) => ({ from: segment.from, to: segment.to ?? Number.MAX_SAFE_INTEGER, description })),
  )
}

/** One sweep over all stretches by their beginning; what reaches furthest is what a later one can meet. */
function overlapping(fresh: readonly FoundEntry[], recorded: readonly Worked[]): Overlap[] {
  const own = fresh.flatMap((entry) =>
    stretchesOf(entry).map((stretch): Worked => ({ ...stretch, description: entry.description, entry })),
  )
  const overlaps: Overlap[] = []
  let furthest: Worked | undefined
  for (const worked of [...recorded, ...own].sort((a, b) => a.from - b.from || a.to - b.to)) {
    if (worked.to <= worked.from) continue
    if (furthest && worked.from < furthest.to) note(worked, furthest)
    if (!furthest || worked.to > furthest.to) furthest = worked
  }
  return overlaps

  function note(one: Worked, other: Worked): void {
    const entry = one.entry ?? other.entry
    if (entry === undefined || one.entry?.id === other.entry?.id) return
    const beside = one.entry === undefined ? one : other
    overlaps.push({ entry, from: one.from, to: Math.min(one.to, other.to), with: beside.description })
  }
}
