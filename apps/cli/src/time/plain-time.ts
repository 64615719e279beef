import type { Now, Reading } from './parse-time.js'
import { exactInstant, wallClockAt } from './wall-clock.js'

const BARE = /^(\d{1,2})(?::(\d{2})(?::(\d{2}))?|\.(\d{2}))$/
const ISO_WITH_ZONE = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d{1,3})?)?(Z|[+-]\d\d:\d\d)$/

/** The two forms that need no words: a bare time of today (`9:30`, `9.30`), and ISO 8601 with its zone (RFC 3339). */
export function plainTime(text: string, { now, zone }: Now): Reading | undefined {
  if (ISO_WITH_ZONE.test(text)) {
    const at = exactInstant(text)
    return at === undefined ? undefined : { at }
  }
  const [, hour, colon, second = '0', dot] = BARE.exec(text) ?? []
  const minute = colon ?? dot
  if (hour === undefined || Number(hour) > 23 || Number(minute) > 59 || Number(second) > 59) return undefined
  const time = { hour: Number(hour), minute: Number(minute), second: Number(second) }
  return { wall: { ...wallClockAt(now, zone), ...time }, hasTime: true, weekdayOnly: false }
}
