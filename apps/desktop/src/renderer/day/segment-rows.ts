import { addDays, dayOf, instantAt, wallTime } from './calendar.js'

/** One stretch of work as its person types it: a day and two times on the wall. `to` null is still running. */
export interface SegmentRow {
  readonly key: string
  readonly day: string
  readonly from: string
  readonly to: string | null
  /** What it was before: an end that nobody touched keeps its seconds. */
  readonly was?: { readonly from: number; readonly to: number | null }
}

export type RowProblem = 'noTime' | 'endsBefore' | 'overlaps' | 'future'

export interface ReadRow {
  readonly from: number
  readonly to: number | null
}

export function rowOf(segment: ReadRow, zone: string, key: string): SegmentRow {
  return {
    key,
    day: dayOf(segment.from, zone),
    from: wallTime(segment.from, zone),
    to: segment.to === null ? null : wallTime(segment.to, zone),
    was: segment,
  }
}

/** An end that is earlier on the wall than the beginning is on the next day. */
export function readRow(row: SegmentRow, zone: string): ReadRow | RowProblem {
  if (row.from === '' || row.to === '' || row.day === '') return 'noTime'
  const before = row.was && rowOf(row.was, zone, row.key)
  const sameDay = before?.day === row.day
  const from = row.was && sameDay && before.from === row.from ? row.was.from : instantAt(row.day, row.from, zone)
  if (row.to === null) return { from, to: null }
  const untouched = row.was && sameDay && before.to === row.to && from === row.was.from
  if (untouched && row.was.to !== null) return { from, to: row.was.to }
  if (row.to === row.from) return 'endsBefore'
  const endDay = row.to < row.from ? addDays(row.day, 1) : row.day
  const keepsEnd = row.was && row.was.to !== null && dayOf(row.was.to, zone) === endDay && before?.to === row.to
  return { from, to: keepsEnd && row.was.to !== null ? row.was.to : instantAt(endDay, row.to, zone) }
}

export interface CheckedRows {
  /** In order; undefined as long as something is wrong. */
  readonly segments: readonly ReadRow[] | undefined
  readonly problems: ReadonlyMap<string, RowProblem>
}

/** A stretch may neither overlap another nor lie in the future. */
export function checkRows(rows: readonly SegmentRow[], zone: string, now: number): CheckedRows {
  const problems = new Map<string, RowProblem>()
  const read: (ReadRow & { key: string })[] = []
  for (const row of rows) {
    const result = readRow(row, zone)
    if (typeof result === 'string') problems.set(row.key, result)
    else read.push({ ...result, key: row.key })
  }
  read.sort((one, other) => one.from - other.from)
  let floor = Number.NEGATIVE_INFINITY
  for (const { key, from, to } of read) {
    if (from < floor) problems.set(key, 'overlaps')
    else if (to !== null && to <= from) problems.set(key, 'endsBefore')
    else if (Math.max(from, to ?? from) > now) problems.set(key, 'future')
    floor = to ?? Number.POSITIVE_INFINITY
  }
  return { problems, segments: problems.size === 0 ? read.map(({ from, to }) => ({ from, to })) : undefined }
}
