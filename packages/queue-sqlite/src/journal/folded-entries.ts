import { type Entry, type EntryId, foldEntry } from '@meantime/core'
import type { Connection } from '../file/connection.js'
import { eventsOf } from './event-rows.js'

/** About 30 MB when it is full, which only a program becomes that lists as many. */
const MOST = 50_000

interface Folded {
  /** `seq` of the last event that was folded. */
  readonly last: number
  readonly entry: Entry | undefined
}

/**
 * Entries as their events make them, remembered for as long as no event came to them: folding takes twenty times as long
 * as looking whether one did. What other programs append is seen, because the last event is asked for each time.
 */
export class FoldedEntries {
  private readonly known = new Map<EntryId, Folded>()

  of(connection: Connection, id: EntryId, last: number): Entry | undefined {
    const found = this.known.get(id)
    if (found?.last === last) return found.entry
    const entry = foldEntry(eventsOf(connection, id))
    if (found === undefined && this.known.size >= MOST) this.forgetOldest()
    this.known.set(id, { last, entry })
    return entry
  }

  private forgetOldest(): void {
    const { value } = this.known.keys().next()
    if (value !== undefined) this.known.delete(value)
  }
}
