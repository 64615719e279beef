import {
  type App,
  type Entry,
  type LastSync,
  type QueueCounts,
  SYNC_MANAGER,
  TASK_QUEUE,
  TIME_TRACKER,
} from '@meantime/core'

/** Everything the live status shows, read at one moment. */
export interface Snapshot {
  readonly now: number
  readonly entry: Entry | undefined
  readonly counts: QueueCounts
  readonly lastSync: LastSync | undefined
}

export async function takeSnapshot(app: App): Promise<Snapshot> {
  const tracker = app.get(TIME_TRACKER)
  const [entry, counts, lastSync] = await Promise.all([
    tracker.current(),
    app.get(TASK_QUEUE).counts(tracker.account),
    app.get(SYNC_MANAGER).lastSync(),
  ])
  return { now: Date.now(), entry, counts, lastSync }
}
