import {
  CLOCK,
  type Clock,
  coreServices,
  createApp,
  type EntryId,
  type EventDraft,
  type EventId,
  JOURNAL,
  LOCAL_ACCOUNT,
  NEW_ID,
} from '@meantime/core'
import { sqliteQueue } from '@meantime/queue-sqlite'
import { dataPaths, fileProfiles } from '@meantime/settings'

const GROUP = 500
const EVERY_MS = 30 * 60_000
const LENGTH_MS = 25 * 60_000

/** Years of somebody's work through the real journal; the newest entries' two tasks each wait for delivery. */
export async function seedYears(folder: string, entries: number, tasks: number): Promise<void> {
  const { database, profile } = dataPaths(folder)
  const app = createApp({ plugins: [coreServices(), sqliteQueue({ file: database }), fileProfiles({ file: profile })] })
  await app.start(JOURNAL, NEW_ID, CLOCK)
  try {
    const [journal, newId, clock] = [app.get(JOURNAL), app.get(NEW_ID), app.get(CLOCK)]
    for (let done = 0; done < entries; done += GROUP) {
      const group = Math.min(GROUP, entries - done)
      const drafts = Array.from({ length: group }, (_, n) => workOf(done + n, entries, clock, newId)).flat()
      await journal.record(LOCAL_ACCOUNT, () => drafts, { deliver: done + group > entries - tasks / 2 })
    }
  } finally {
    await app.stop()
  }
}

function workOf(n: number, entries: number, clock: Clock, newId: () => string): EventDraft[] {
  const entryId = newId() as EntryId
  const occurredAt = clock.now() - (entries - n) * EVERY_MS
  const description = `Task ${n % 2000}: ${n % 3 ? 'write the report' : 'answer mail'}`
  return [
    { id: newId() as EventId, entryId, type: 'start', occurredAt, description, project: `Project ${n % 40}` },
    { id: newId() as EventId, entryId, type: 'stop', occurredAt: occurredAt + LENGTH_MS },
  ]
}
