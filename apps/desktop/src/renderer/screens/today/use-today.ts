import type { EntryView } from '../../../bridge/shapes.js'
import { useAsk } from '../../bridge/queries.js'
import { useAgentState } from '../../bridge/state.js'
import { useNow } from '../../clock/clock-context.js'
import { addDays, boundsBetween, dayBounds, dayOf, firstOfWeek } from '../../day/calendar.js'
import { msWithin, type Stretch } from '../../day/worked.js'
import { useFormats } from '../../format/formats-context.js'
import { weekOf } from '../../format/week.js'

export interface Today {
  readonly day: string
  readonly bounds: Stretch
  readonly week: Stretch
  readonly now: number
  /** Of the day, newest first; undefined until they are there. */
  readonly entries: readonly EntryView[] | undefined
  readonly weekEntries: readonly EntryView[] | undefined
  readonly error: Error | null
  readonly retry: () => void
}

/** One question for the whole week: the day is a part of it. */
export function useToday(): Today {
  const { zone } = useAgentState()
  const { locale } = useFormats()
  const now = useNow('minute')
  const day = dayOf(now, zone)
  const monday = firstOfWeek(day, weekOf(locale).firstDay)
  const week = boundsBetween(monday, addDays(monday, 7), zone)
  const bounds = dayBounds(day, zone)
  const { data, error, refetch } = useAsk('entries', { ...week, limit: 5000 }, { keep: true })
  return {
    day,
    bounds,
    week,
    now,
    weekEntries: data,
    entries: data?.filter((entry) => isOf(entry, bounds, now)),
    error,
    retry: () => void refetch(),
  }
}

/** Also one that was only begun: its worked time may still be nothing. */
const isOf = (entry: EntryView, day: Stretch, now: number): boolean =>
  msWithin(entry.segments, day, Math.max(now, day.from)) > 0 ||
  (entry.startedAt >= day.from && entry.startedAt < day.to)
