import { workedMs } from '@meantime/core'
import { totalsByDay } from '@meantime/core/day'
import { mustEqual } from '../model/violation.js'
import { DAY, HOUR, MINUTE, onComputer, type Setting } from './computer.js'

/** A zone and a month in which its clocks are changed, in either direction or oddly. */
const CHANGES: readonly (readonly [zone: string, from: number])[] = [
  ['Europe/Berlin', Date.UTC(2026, 2, 28)],
  ['Europe/Berlin', Date.UTC(2026, 9, 24)],
  ['America/New_York', Date.UTC(2026, 2, 7)],
  ['America/New_York', Date.UTC(2026, 9, 31)],
  // By half an hour only.
  ['Australia/Lord_Howe', Date.UTC(2026, 3, 4)],
  ['Australia/Lord_Howe', Date.UTC(2026, 9, 3)],
  // At midnight, so that a day begins at one o'clock, or its first hour comes twice.
  ['America/Santiago', Date.UTC(2025, 8, 6)],
  ['America/Havana', Date.UTC(2026, 2, 7)],
  ['America/Havana', Date.UTC(2026, 9, 31)],
  ['Africa/Cairo', Date.UTC(2026, 3, 23)],
  ['Africa/Cairo', Date.UTC(2026, 9, 28)],
  // One minute after midnight, back into the day before.
  ['America/St_Johns', Date.UTC(2010, 10, 6)],
  // By two hours.
  ['Antarctica/Troll', Date.UTC(2026, 2, 28)],
  // Without the 30th of December.
  ['Pacific/Apia', Date.UTC(2011, 11, 29)],
  ['Asia/Kathmandu', Date.UTC(2026, 0, 5)],
  ['UTC', Date.UTC(2026, 0, 5)],
]

/** Work across a change of the clocks: each day gets the minutes that a calendar counts one by one, and none twice. */
export function dayTotals(setting: Setting): Promise<void> {
  const [zone, around] = CHANGES[setting.seed % CHANGES.length] ?? ['UTC', 0]
  return onComputer({ ...setting, zone, now: around }, async ({ clock, program, between, random }) => {
    clock.advance(between(0, 20 * HOUR))
    await program.tracker.start()
    if (random() < 0.5) {
      clock.advance(between(1, 8 * HOUR))
      await program.tracker.pause()
      clock.advance(between(1, 3 * HOUR))
      await program.tracker.resume()
    }
    // The person travels in the middle; the report's zone alone decides about days.
    if (random() < 0.3) clock.setZone('Asia/Tokyo')
    clock.advance(between(1, 30 * HOUR))
    const { entry } = await program.tracker.stop()
    const totals = totalsByDay([entry], zone, clock.now())
    const segments = entry.segments.map(({ from, to }) => ({ from, to: to ?? clock.now() }))
    mustEqual(
      totals.map(({ day, ms }) => [day, ms]),
      countedByHand(segments, zone),
      `days in ${zone}`,
    )
    mustEqual(
      totals.reduce((sum, { ms }) => sum + ms, 0),
      workedMs(entry, clock.now()),
      'sum of the days',
    )
  })
}

/** Minute by minute, by the calendar of the JavaScript engine. An hour that repeats stays in the day that had begun. */
function countedByHand(segments: readonly { from: number; to: number }[], zone: string): [string, number][] {
  const format = new Intl.DateTimeFormat('sv-SE', { timeZone: zone, year: 'numeric', month: '2-digit', day: '2-digit' })
  const days = new Map<string, number>()
  const first = segments[0]?.from ?? 0
  let today = ''
  // From a day before, so that a day which had begun already is known.
  for (let at = first - (first % MINUTE) - DAY; at < (segments.at(-1)?.to ?? 0); at += MINUTE) {
    const day = format.format(at)
    if (day > today) today = day
    for (const { from, to } of segments) {
      const ms = Math.min(to, at + MINUTE) - Math.max(from, at)
      if (ms > 0) days.set(today, (days.get(today) ?? 0) + ms)
    }
  }
  return [...days]
}
