import { isOpen, type MemoryRow } from './memory-row.js'

/** What a person can give up: not what is being sent. */
export const takes = (row: MemoryRow): boolean => isOpen(row) && row.state !== 'leased'

/** Whether the start of this entry was given up, and the entry with it. */
export function isGivenUp(rows: readonly MemoryRow[], entryId: string | undefined): boolean {
  return rows.some(
    ({ lane, entityType, state }) => lane === entryId && entityType === 'time_entry_start' && state === 'cancelled',
  )
}

/** Gives up what is open of such entries. Returns how many tasks. */
export function giveUpLeftOvers(rows: readonly MemoryRow[]): number {
  const left = rows.filter((row) => takes(row) && isGivenUp(rows, row.waitsFor ?? row.lane))
  for (const row of left) row.state = 'cancelled'
  return left.length
}
