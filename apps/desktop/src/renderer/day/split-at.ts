import type { EntryView } from '../../bridge/shapes.js'
import { addDays, dayOf, instantAt } from './calendar.js'
import { type Stretch, workedMs } from './worked.js'

/** The instant at which half of the worked time is over: where a split most often makes sense to begin with. */
export function middleOf(segments: EntryView['segments'], now: number): number {
  let left = workedMs(segments, now) / 2
  for (const { from, to } of segments) {
    const length = (to ?? now) - from
    if (length >= left) return from + left
    left -= length
  }
  return segments[0]?.from ?? now
}

/** What `13:05` means within an entry that may go over midnight; undefined when it lies outside. */
export function splitInstant(time: string, { from, to }: Stretch, zone: string): number | undefined {
  if (!/^\d{2}:\d{2}$/.test(time)) return undefined
  for (let day = dayOf(from, zone); day <= dayOf(to, zone); day = addDays(day, 1)) {
    const at = instantAt(day, time, zone)
    if (at > from && at < to) return at
  }
  return undefined
}
