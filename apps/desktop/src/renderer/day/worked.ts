import type { EntryView } from '../../bridge/shapes.js'

type Segments = readonly Readonly<EntryView['segments'][number]>[]

/** Worked ms; an open stretch counts until `now`, and never below 0 when a clock was put back. */
export const workedMs = (segments: Segments, now: number): number =>
  segments.reduce((sum, { from, to }) => sum + Math.max(0, (to ?? now) - from), 0)

export interface Stretch {
  readonly from: number
  readonly to: number
}

/** The worked stretches that lie in [from, to), cut at its ends. */
export function within(segments: Segments, { from, to }: Stretch, now: number): Stretch[] {
  return segments
    .map((segment) => ({
      from: Math.max(segment.from, from),
      to: Math.min(segment.to ?? Math.max(now, segment.from), to),
    }))
    .filter((piece) => piece.to > piece.from)
}

export const msWithin = (segments: Segments, stretch: Stretch, now: number): number =>
  within(segments, stretch, now).reduce((sum, { from, to }) => sum + to - from, 0)
