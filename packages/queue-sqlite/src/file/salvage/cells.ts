import type { Pages } from './pages.js'
import { recordValues, type Value, varint } from './record.js'

export interface Cell {
  /** Absent in an index, and in a table without row ids. */
  readonly rowid: number | undefined
  readonly values: readonly Value[]
}

export interface CellsOfPage {
  readonly cells: readonly Cell[]
  /** Every cell that the page should hold could be read. */
  readonly whole: boolean
}

const INDEX_INTERIOR = 2
const INDEX_LEAF = 10
const TABLE_LEAF = 13

/**
 * The rows that lie in one page of a b-tree, wherever in the tree it belongs: no other page is needed to find them, so
 * broken inner pages, exchanged pages and a broken header cost nothing. (fileformat2.html, section 1.6.)
 */
export function cellsOf(pages: Pages, number: number, page: Buffer): CellsOfPage {
  const start = number === 1 ? 100 : 0
  const type = page[start]
  if (type !== TABLE_LEAF && type !== INDEX_LEAF && type !== INDEX_INTERIOR) return { cells: [], whole: false }
  const pointers = start + (type === INDEX_INTERIOR ? 12 : 8)
  const told = page.readUInt16BE(start + 3)
  const count = Math.min(told, Math.floor((page.length - pointers) / 2))
  const cells: Cell[] = []
  for (let index = 0; index < count; index += 1) {
    const at = page.readUInt16BE(pointers + 2 * index)
    const cell = at < pointers ? undefined : readCell(pages, page, type === INDEX_INTERIOR ? at + 4 : at, type)
    if (cell) cells.push(cell)
  }
  return { cells, whole: cells.length === told }
}

function readCell(pages: Pages, page: Buffer, at: number, type: number): Cell | undefined {
  const size = varint(page, at)
  if (!size) return undefined
  const rowid = type === TABLE_LEAF ? varint(page, size.next) : { value: undefined, next: size.next }
  if (!rowid) return undefined
  const payload = readPayload(pages, page, rowid.next, size.value, type === TABLE_LEAF)
  const values = payload && recordValues(payload)
  return values && { rowid: rowid.value, values }
}

/** What does not fit into the page goes on in a chain of pages of its own. */
function readPayload(pages: Pages, page: Buffer, at: number, size: number, table: boolean): Buffer | undefined {
  const usable = pages.pageSize
  const most = table ? usable - 35 : Math.floor(((usable - 12) * 64) / 255) - 23
  if (size <= most) return at + size <= page.length ? page.subarray(at, at + size) : undefined
  if (size > pages.count * usable) return undefined
  const least = Math.floor(((usable - 12) * 32) / 255) - 23
  const wanted = least + ((size - least) % (usable - 4))
  const local = wanted <= most ? wanted : least
  if (at + local + 4 > page.length) return undefined
  const parts = [page.subarray(at, at + local)]
  let missing = size - local
  for (let next = page.readUInt32BE(at + local); missing > 0; ) {
    const more = pages.page(next)
    if (!more) return undefined
    parts.push(more.subarray(4, 4 + Math.min(missing, usable - 4)))
    missing -= usable - 4
    next = more.readUInt32BE(0)
  }
  return Buffer.concat(parts)
}
