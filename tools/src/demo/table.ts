import Table from 'cli-table3'
import type { LedgerEntry } from '../ledger.js'

/** One line for each entry: the worked time here and there. */
export function entriesTable(entries: readonly LedgerEntry[]): string {
  const table = new Table({
    head: ['entry', 'worked, client', 'worked, server', ''],
    colAligns: ['left', 'right', 'right', 'left'],
    style: { head: [], border: [], compact: true },
  })
  for (const { description, clientMs, serverMs, sameTimes } of entries)
    table.push([description, duration(clientMs), serverMs === null ? '—' : duration(serverMs), sameTimes ? '=' : '≠'])
  return table.toString()
}

function duration(ms: number): string {
  const minutes = Math.round(ms / 60_000)
  return `${Math.floor(minutes / 60)}h ${String(minutes % 60).padStart(2, '0')}m`
}
