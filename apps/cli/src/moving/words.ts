import {
  type FoundEntry,
  type LeftOut,
  type LeftOutReason,
  type Overlap,
  type Stretch,
  stretchesOf,
} from '@meantime/import'
import Table from 'cli-table3'
import { entryName } from '../output/entry.js'
import { oneLine } from '../output/printable.js'
import { duration, type TimeFormat } from '../time/format.js'

const WHY: Readonly<Record<LeftOutReason, string>> = {
  unreadable: 'damaged, or encrypted with a key that is not here',
  'unknown-kind': 'of a kind that is not known',
  'time-missing': 'no time that can be understood',
  'start-missing': 'belongs to an entry whose start is not there',
  'still-open': 'not ended yet',
  'end-missing': 'never stopped; when is not known',
  'ends-before-start': 'ends before it starts',
  'in-the-future': 'still to come',
  'clock-skipped': 'at a time that clocks there skipped',
  'given-up': 'given up there',
  'other-person': 'of somebody else',
  'no-picture': 'without a picture that can be read',
  repeated: 'stands there twice',
}
const EXAMPLES = 3

/** What, how many there are, how many are new, how many were imported before. */
export type Row = readonly [what: string, found: number, fresh: number, known: number]

/** For people only; without colours and without a guess at a width. */
export function countTable(rows: readonly Row[]): string {
  const table = new Table({ head: ['What', 'Found', 'New', 'Imported before'], style: { head: [], border: [] } })
  for (const [what, ...numbers] of rows)
    table.push([what, ...numbers.map((n) => ({ content: String(n), hAlign: 'right' as const }))])
  return table.toString()
}

/** `12h 30m of work from Mon 5 Jan 2026, 10:00 to …`; empty for none. */
export function spanWords(entries: readonly FoundEntry[], time: TimeFormat): string {
  const stretches = entries.flatMap(stretchesOf)
  if (stretches.length === 0) return ''
  const bounds = stretches.reduce(widest)
  const worked = stretches.reduce((sum, { from, to }) => sum + (to - from), 0)
  return `${duration(worked)} of new work, ${time.momentWithDay(bounds.from)} to ${time.momentWithDay(bounds.to)}.`
}

const widest = (a: Stretch, b: Stretch): Stretch => ({ from: Math.min(a.from, b.from), to: Math.max(a.to, b.to) })

/** One line for each reason, with the first few. */
export function leftOutWords(leftOut: readonly LeftOut[]): string {
  const groups = new Map<LeftOutReason, LeftOut[]>()
  for (const each of leftOut) groups.set(each.reason, [...(groups.get(each.reason) ?? []), each])
  const lines = [...groups].map(([reason, group]) => {
    const examples = group
      .slice(0, EXAMPLES)
      .map(({ where, detail }) => `${where}${detail === '' ? '' : ` (${oneLine(detail, 70)})`}`)
    const more = group.length > EXAMPLES ? ', …' : ''
    return `  ${group.length} ${WHY[reason]}: ${examples.join(', ')}${more}`
  })
  return lines.length === 0 ? '' : `Left out; nothing of it is changed where it is:\n${lines.join('\n')}`
}

export function overlapWords(overlaps: readonly Overlap[], time: TimeFormat): string {
  if (overlaps.length === 0) return ''
  const lines = overlaps.slice(0, EXAMPLES).map(({ entry, from, to, with: other }) => {
    const beside = oneLine(other) === '' ? 'other work' : `“${oneLine(other)}”`
    return `  ${entryName(entry)} and ${beside}: ${time.momentWithDay(from)}–${time.clock(to)}`
  })
  const more = overlaps.length > EXAMPLES ? '\n  …' : ''
  return `Recorded twice for the same time, as far as it overlaps (${overlaps.length}):\n${lines.join('\n')}${more}`
}
