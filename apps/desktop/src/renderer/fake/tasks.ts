import type { EntryView, TaskView } from '../../bridge/shapes.js'
import type { SeededRandom } from './random.js'

const MINUTE = 60_000
const TYPES = [
  'time_entry_start',
  'time_entry_pause',
  'time_entry_resume',
  'time_entry_stop',
  'screenshot',
  'time_entry_edit',
] as const

/** What waits for a network, oldest first: what was recorded of the day since it went, and a picture now and then. */
export function backlog(day: readonly EntryView[], count: number, now: number, random: SeededRandom): TaskView[] {
  const gone = now - 160 * MINUTE
  const events = day.flatMap(eventsOf).filter(({ at }) => at > gone)
  const rest = Math.max(0, count - events.length)
  const pictures = Array.from({ length: rest }, (_, index) => {
    const at = Math.round(gone + ((index + 0.7) / rest) * (now - gone))
    const entry = day.findLast(({ startedAt }) => startedAt <= at)
    return { at, lane: entry?.id ?? random.id(), entityType: index % 3 === 2 ? 'activity' : 'screenshot' }
  })
  return [...events, ...pictures]
    .sort((one, other) => one.at - other.at)
    .map(({ at, lane, entityType }) => ({
      id: random.id(),
      lane,
      entityType,
      state: 'pending',
      attempts: 0,
      createdAt: at,
    }))
}

function eventsOf({ id: lane, segments, endedAt }: EntryView) {
  return segments.flatMap(({ from, to }, index) => {
    const begun = { at: from, lane, entityType: index === 0 ? 'time_entry_start' : 'time_entry_resume' }
    if (to === null) return [begun]
    return [begun, { at: to, lane, entityType: to === endedAt ? 'time_entry_stop' : 'time_entry_pause' }]
  })
}

/** Two that need a person, one that is tried again, one in the line behind it, and receipts. */
export function deadTasks(day: readonly EntryView[], now: number, random: SeededRandom): TaskView[] {
  const [first, second, third] = day
  if (!first || !second || !third) return []
  const task = (lane: string, entityType: string, more: Partial<TaskView>): TaskView => ({
    id: random.id(),
    lane,
    entityType,
    state: 'pending',
    attempts: 0,
    createdAt: now - 90 * MINUTE,
    ...more,
  })
  return [
    ...Array.from({ length: 12 }, (_, index) =>
      task(third.id, TYPES[index % TYPES.length] ?? 'activity', {
        state: 'sent',
        sentAt: now - MINUTE - index * 40_000,
        createdAt: now - (100 - index) * MINUTE,
      }),
    ),
    task(first.id, 'time_entry_edit', {
      state: 'dead',
      attempts: 1,
      createdAt: now - 88 * MINUTE,
      reason: {
        code: 'project-archived',
        message: 'The project “Harbour museum” was archived at the server; it takes no more time.',
      },
    }),
    task(third.id, 'screenshot', {
      state: 'dead',
      attempts: 2,
      createdAt: now - 71 * MINUTE,
      reason: { code: 'BLOB_MISSING', message: 'Its picture is no longer on this computer; it cannot be delivered.' },
    }),
    task(second.id, 'time_entry_stop', {
      state: 'failed',
      attempts: 3,
      createdAt: now - 20 * MINUTE,
      notBefore: now + 3 * MINUTE,
      reason: { code: 'no-answer', message: 'The server did not say what became of it; it is sent again.' },
    }),
    task(second.id, 'time_entry_edit', {
      createdAt: now - 19 * MINUTE,
      reason: { code: 'LANE_BLOCKED', message: 'Something earlier in the same entry has to go first.' },
    }),
  ]
}
