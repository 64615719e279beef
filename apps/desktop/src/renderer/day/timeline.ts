import type { EntryView } from '../../bridge/shapes.js'
import { hoursIn } from './calendar.js'
import { type Stretch, within } from './worked.js'

/** At least these hours of the day are drawn, so that the first minutes of work are not a bar as wide as the window. */
const LEAST_MS = 8 * 3_600_000
const HOUR_MS = 3_600_000

export interface Block extends Stretch {
  readonly entry: EntryView
  /** Fractions of the width. */
  readonly left: number
  readonly width: number
  readonly open: boolean
}

export interface Timeline extends Stretch {
  readonly blocks: readonly Block[]
  readonly hours: readonly { readonly at: number; readonly left: number }[]
  /** Where now is; undefined on another day. */
  readonly now: number | undefined
}

/**
 * The day as one line: positions are real time, so that a day of 23 or 25 hours is drawn as it was. `day` is [from, to);
 * what is shown of it begins an hour before the first work and reaches an hour behind the last, or behind now.
 */
export function timelineOf(entries: readonly EntryView[], day: Stretch, now: number, zone: string): Timeline {
  const pieces = entries
    .flatMap((entry) => within(entry.segments, day, now).map((piece) => ({ ...piece, entry })))
    .sort((one, other) => one.from - other.from)
  const isToday = now >= day.from && now < day.to
  const shown = shownPart(pieces, day, isToday ? now : undefined, zone)
  const length = shown.to - shown.from
  const place = (at: number) => (at - shown.from) / length
  return {
    ...shown,
    blocks: pieces.map(({ from, to, entry }) => ({
      entry,
      from,
      to,
      left: place(from),
      width: (to - from) / length,
      open: entry.segments.some(
        (segment) => segment.to === null && segment.from <= from && from < now && to >= Math.min(now, day.to),
      ),
    })),
    hours: hoursIn(shown, zone).map((at) => ({ at, left: place(at) })),
    now: isToday ? place(now) : undefined,
  }
}

function shownPart(pieces: readonly Stretch[], day: Stretch, now: number | undefined, zone: string): Stretch {
  const marks = [...pieces.flatMap(({ from, to }) => [from, to]), ...(now === undefined ? [] : [now])]
  const first = marks.length > 0 ? Math.min(...marks) : day.from + 8 * HOUR_MS
  const last = marks.length > 0 ? Math.max(...marks) : day.from + 18 * HOUR_MS
  const grown = grow({ from: first - HOUR_MS / 2, to: last + HOUR_MS / 2 })
  return onHours(clampTo(grown, day), day, zone)
}

function grow({ from, to }: Stretch): Stretch {
  const missing = LEAST_MS - (to - from)
  // More room behind than before: the day goes on to the right.
  return missing > 0 ? { from: from - missing / 4, to: to + (missing * 3) / 4 } : { from, to }
}

function clampTo({ from, to }: Stretch, day: Stretch): Stretch {
  const length = to - from
  if (from < day.from) return { from: day.from, to: Math.min(day.to, day.from + length) }
  if (to > day.to) return { from: Math.max(day.from, day.to - length), to: day.to }
  return { from, to }
}

function onHours({ from, to }: Stretch, day: Stretch, zone: string): Stretch {
  const hours = hoursIn(day, zone)
  return {
    from: hours.findLast((hour) => hour <= from) ?? day.from,
    to: hours.find((hour) => hour >= to) ?? day.to,
  }
}
