import { MeantimeError } from '../errors.js'
import type { Segment } from './event.js'

/** The most stretches of one entry that a server takes in one edit. */
export const MAX_SEGMENTS = 1000

/** Worked time of several entries as that of one: in order, and what overlaps or touches counts once. */
export function unitedSegments(segments: readonly Segment[]): Segment[] {
  const worked = segments.filter(({ from, to }) => to === null || to > from)
  const ordered = [...(worked.length > 0 ? worked : segments.slice(0, 1))].sort((one, other) => one.from - other.from)
  const united: { from: number; to: number | null }[] = []
  for (const { from, to } of ordered) {
    const last = united.at(-1)
    if (!last || (last.to !== null && last.to < from)) united.push({ from, to })
    else if (last.to !== null && (to === null || to > last.to)) last.to = to
  }
  return united
}

export const sameSegments = (one: readonly Segment[], other: readonly Segment[]): boolean =>
  one.length === other.length &&
  one.every(({ from, to }, index) => from === other[index]?.from && to === other[index]?.to)

/** Throws ENTRY_TOO_MANY_SEGMENTS for more than a server takes. */
export function atMostMaxSegments<T extends readonly Segment[]>(segments: T): T {
  if (segments.length <= MAX_SEGMENTS) return segments
  throw new MeantimeError({
    code: 'ENTRY_TOO_MANY_SEGMENTS',
    kind: 'input',
    message: `That makes an entry of ${segments.length} stretches of work; a server takes at most ${MAX_SEGMENTS}.`,
    safe: 'Nothing was changed.',
    hint: 'Do it with fewer entries.',
  })
}
