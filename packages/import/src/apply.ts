import type { AccountId, Journal } from '@meantime/core'
import { eventsOf, type FoundEntry } from './found-entry.js'

export interface ApplyTo {
  readonly journal: Journal
  readonly account: AccountId
}

export interface ApplyOptions {
  /** Called after each portion with the entries that are done, of all. */
  readonly onProgress?: (done: number, of: number) => void
  /** Ends it between two portions; what is imported by then stays, and the next time goes on from there. */
  readonly signal?: AbortSignal | undefined
}

export interface Applied {
  /** Entries that are in the journal now and were not before. */
  readonly imported: number
  /** That were there before, whatever became of them since: nothing about them was changed. */
  readonly known: number
}

/** Entries of one transaction: another program that records meanwhile waits for some ms at most. */
const PORTION = 50

/**
 * Records entries as if they had been tracked here, at their own times. Each is there whole or not at all; one that is
 * there is never touched again. So killed at any moment and begun again, it ends the same.
 */
export async function apply(
  entries: readonly FoundEntry[],
  { journal, account }: ApplyTo,
  { onProgress, signal }: ApplyOptions = {},
): Promise<Applied> {
  let imported = 0
  let done = 0
  for (const portion of portionsOf(entries)) {
    if (signal?.aborted) break
    const fresh: FoundEntry[] = []
    // Also what belongs to somebody else who uses this computer, which no decision sees.
    for (const entry of portion) if ((await journal.entry(entry.id)) === undefined) fresh.push(entry)
    imported += fresh.length === 0 ? 0 : await recordTogether(fresh, { journal, account })
    done += portion.length
    onProgress?.(done, entries.length)
  }
  return { imported, known: done - imported }
}

async function recordTogether(fresh: readonly FoundEntry[], { journal, account }: ApplyTo): Promise<number> {
  const [first] = fresh
  const zone = first?.zone === undefined ? {} : { zone: first.zone }
  const recorded = await journal.record(
    account,
    // Asked again inside the transaction: another import may have been faster.
    (state) => fresh.filter(({ id }) => state.entry(id) === undefined).flatMap(eventsOf),
    { deliver: first?.delivered !== true, ...zone },
  )
  return recorded.entries.length
}

/** In their order; what is recorded together is of one zone, and delivered or not. */
function* portionsOf(entries: readonly FoundEntry[]): Generator<FoundEntry[]> {
  let portion: FoundEntry[] = []
  for (const entry of entries) {
    const [first] = portion
    const fits = !first || (first.zone === entry.zone && first.delivered === entry.delivered)
    if (!fits || portion.length === PORTION) {
      yield portion
      portion = []
    }
    portion.push(entry)
  }
  if (portion.length > 0) yield portion
}
