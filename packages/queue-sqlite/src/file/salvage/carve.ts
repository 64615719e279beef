import { type EventRow, sealedFields } from '../../journal/event-rows.js'
import { sealOf } from '../../journal/seal.js'
import { cellsOf } from './cells.js'
import { Pages } from './pages.js'
import { scatteredRecords } from './scattered.js'
import { type Row, recognised, type Table } from './shapes.js'

const SMALLEST_ROW = 100

/** The newest version of a row first. */
export type Carved = Readonly<Record<Table, readonly Row[]>> & {
  /** No more rows than this can ever have been in the file: a larger number is a damaged one. */
  readonly mostRows: number
  /** Pages, and changes of pages, that are known to have been there and are not any more. */
  readonly missingPages: number
}

/**
 * Every row that the bytes of a damaged database still hold, some more than once: a row that moved is also found where
 * it was before. Looked at twice: with all changes that can be read, and with those only that SQLite itself would look
 * at, because a change that can be read may have moved rows into one that cannot.
 */
export function carve(file: string, sizeBefore = 0): Carved {
  const rows: Record<Table, Row[]> = {
    events: [],
    tasks: [],
    lanes: [],
    task_blobs: [],
    shots: [],
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
  const newest = carveView(file, 'newest', sizeBefore, rows)
  if (newest.missingPages > 0) carveView(file, 'as SQLite', sizeBefore, rows)
  return { ...rows, ...newest }
}

function carveView(
  file: string,
  view: 'newest' | 'as SQLite',
  sizeBefore: number,
  rows: Record<Table, Row[]>,
): Pick<Carved, 'mostRows' | 'missingPages'> {
  const pages = Pages.open(file, view, sizeBefore)
  try {
    for (let number = 1; number <= pages.count; number += 1) carvePage(pages, number, rows)
    return { mostRows: pages.count * Math.ceil(pages.pageSize / SMALLEST_ROW), missingPages: pages.missing }
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
