import { recordLength, recordValues, type Value } from './record.js'

/** In the header of an event's record: no row id, then two texts of 36 letters, its id and its entry's. */
const SIGNATURE = Buffer.from([0x00, 0x55, 0x55])

export interface Scattered {
  readonly rowid: number
  readonly values: readonly Value[]
}

/**
 * Records that look like events, wherever they lie in a page whose own directory cannot be trusted. Only those whose
 * seal is whole may be believed.
 */
export function scatteredRecords(page: Buffer): Scattered[] {
  const found: Scattered[] = []
  for (let at = page.indexOf(SIGNATURE); at !== -1; at = page.indexOf(SIGNATURE, at + 1)) {
    const start = at - 1
    const length = start < 2 ? undefined : recordLength(page, start)
    const values = length && start + length <= page.length && recordValues(page.subarray(start, start + length))
    if (values) found.push({ rowid: rowidBefore(page, start), values })
  }
  return found
}

/** The row id is a varint right before the record: its last byte alone has no high bit. */
function rowidBefore(page: Buffer, end: number): number {
  let value = (page[end - 1] ?? 0) & 0x7f
  for (let at = end - 2, factor = 128; at >= 0 && (page[at] ?? 0) >= 0x80 && factor < 2 ** 42; at -= 1, factor *= 128)
    value += ((page[at] ?? 0) & 0x7f) * factor
  return value
}
