import { dayBounds, dayOf } from './calendar.js'
import type { Stretch } from './worked.js'

export interface CalendarDay extends Stretch {
  readonly day: string
}

const UTC_DAY = 86_400_000

/** Remembers where days begin: a list of 50 000 entries asks for the same few thousand days again and again. */
export class DayIndex {
  private readonly known = new Map<number, CalendarDay[]>()
  private last: CalendarDay | undefined

  constructor(private readonly zone: string) {}

  at(instant: number): CalendarDay {
    if (this.last && instant >= this.last.from && instant < this.last.to) return this.last
    const key = Math.floor(instant / UTC_DAY)
    const near = this.known.get(key) ?? []
    let found = near.find(({ from, to }) => instant >= from && instant < to)
    if (!found) {
      const day = dayOf(instant, this.zone)
      found = { day, ...dayBounds(day, this.zone) }
      this.known.set(key, [...near, found])
    }
    this.last = found
    return found
  }
}
