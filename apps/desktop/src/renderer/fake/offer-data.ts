import type { EntryView, OfferView } from '../../bridge/shapes.js'
import type { SeededRandom } from './random.js'

const MINUTE = 60_000

/** Three times away of one day, each with another reason. */
export function someOffers(day: readonly EntryView[], now: number, random: SeededRandom): OfferView[] {
  const running = day.at(-1)
  const earlier = day[1]
  const called = day[3]
  if (!running || !earlier || !called) return []
  const offer = (entry: EntryView, causes: OfferView['causes'], from: number, to: number): OfferView => ({
    id: random.id(),
    entryId: entry.id,
    description: entry.description,
    causes,
    from,
    to,
    ms: to - from,
  })
  return [
    offer(running, ['idle', 'lock'], now - 34 * MINUTE, now - 11 * MINUTE),
    offer(called, ['sleep', 'idle'], called.startedAt + 12 * MINUTE, called.startedAt + 39 * MINUTE),
    offer(earlier, ['crash'], earlier.startedAt + 55 * MINUTE, earlier.startedAt + 70 * MINUTE),
  ]
}
