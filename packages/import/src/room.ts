import { MeantimeError, type TaskQueue } from '@meantime/core'
import type { FoundEntry } from './found-entry.js'

/** What the queue holds before screenshots make room. */
const CAPACITY = 10_000

/** Worked time is always taken, but would push screenshots out of a full queue. Nobody agreed to that. */
export async function refuseToPushOut(fresh: readonly FoundEntry[], queue: TaskQueue): Promise<void> {
  const more = fresh.reduce((sum, { delivered, steps }) => sum + (delivered ? 0 : steps.length), 0)
  const { pending, leased, failed, dead } = await queue.counts()
  if (pending + leased + failed + dead + more <= CAPACITY) return
  const waiting = await queue.tasks({ states: ['pending'], limit: CAPACITY })
  if (!waiting.some(({ priority }) => priority === 2)) return
  throw new MeantimeError({
    code: 'IMPORT_NEEDS_ROOM',
    kind: 'state',
    message: `Delivering this takes ${more} places in the queue, and screenshots that wait there would be given up for it.`,
    safe: 'Nothing was imported.',
    hint: 'Run `meantime sync` first, or import with --keep-here.',
  })
}
