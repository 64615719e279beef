import { type EventRow, sealedFields } from '../../journal/event-rows.js'
import { sealOf } from '../../journal/seal.js'
import { cellsOf } from './cells.js'
import { Pages } from './pages.js'
import { scatteredRecords } from './scattered.js'
import { type Row, recognised, type Table } from './shapes.js'

const SMALLEST_ROW = 100

export type Carved = Readonly<Record<Table, readonly Row[]>> & {
  /** No more rows than this can ever have been in the file: a larger number is a damaged one. */
  readonly mostRows: number
}

/**
 * Every row that the bytes of a damaged database still hold, some more than once: a row that moved may also be found
 * where it was before, when the page that says so is lost.
 */
export function carve(file: string): Carved {
  const rows: Record<Table, Row[]> = {
    events: [],
    tasks: [],
    lanes: [],
    task_blobs: [],
    entries: [],
    drops: [],
    history: [],
    locks: [],
    legacy_unreadable: [],
    sequences: [],
    sync_queue: [],
    meta: [],
    state: [],
  }
  const pages = Pages.open(file)
  try {
    for (let number = 1; number <= pages.count; number += 1) carvePage(pages, number, rows)
    return { ...rows, mostRows: pages.count * Math.ceil(pages.pageSize / SMALLEST_ROW) }
  } finally {
    pages.close()
  }
}

function carvePage(pages: Pages, number: number, carved: Record<Table, Row[]>): void {
  const page = pages.page(number)
  if (!page) return
  const { cells, whole } = cellsOf(pages, number, page)
  for (const { rowid, values } of cells) {
    const found = recognised(rowid, values)
    if (found) carved[found.table].push(found.row)
  }
  if (whole) return
  for (const { rowid, values } of scatteredRecords(page)) {
    const found = recognised(rowid, values)
    if (found?.table === 'events' && isWhole(found.row)) carved.events.push(found.row)
  }
}

function isWhole(row: Row): boolean {
  const event = row as unknown as EventRow
  return sealOf(event.body, sealedFields(event)) === 'whole'
}
