import type { EntryView, ShotView } from '../../bridge/shapes.js'
import type { SeededRandom } from './random.js'

const MINUTE = 60_000
const SKIPS = ['unchanged', 'idle', 'private', 'locked', 'paused'] as const

/** One moment in each ten minutes: the newest still held, some on their way, the rest sent or skipped. */
export function someShots(day: readonly EntryView[], now: number, random: SeededRandom): ShotView[] {
  const entryId = day.at(-1)?.id ?? random.id()
  return Array.from({ length: 34 }, (_, index): ShotView => {
    const takenAt = now - Math.round((index * 6.4 + 1.3) * MINUTE)
    const shot = { id: random.id(), entryId, takenAt, monitor: index % 4 === 3 ? 'DP-1' : 'eDP-1' }
    const picture = {
      mediaType: 'image/svg+xml',
      bytes: 148_000 + random.between(0, 90_000),
      width: 1920,
      height: 1080,
      redacted: index === 3 ? 2 : 0,
    }
    if (index < 6) return { ...shot, state: 'held', holdUntil: now + Math.round((41 - index * 6.4) * MINUTE), picture }
    if (index < 8) return { ...shot, state: 'queued', picture }
    if (index % 5 === 4)
      return { ...shot, state: 'skipped', reason: SKIPS[Math.floor(index / 5) % SKIPS.length] ?? 'idle' }
    if (index === 13) return { ...shot, state: 'deleted', reason: 'by-person' }
    if (index === 21) return { ...shot, state: 'dropped', reason: 'queue-full' }
    return { ...shot, state: 'sent' }
  })
}
