import {
  type App,
  type LastSync,
  lastSyncKey,
  STATE_STORE,
  SYNC_MANAGER,
  TASK_QUEUE,
  TIME_TRACKER,
} from '@meantime/core'
import type { SyncView } from '../../bridge/shapes.js'

export async function syncView(app: App, server: string | undefined): Promise<SyncView> {
  const { account } = app.get(TIME_TRACKER)
  const [counts, last] = await Promise.all([
    app.get(TASK_QUEUE).counts(account),
    app.get(STATE_STORE).get<LastSync>(lastSyncKey(account)),
  ])
  const own = server !== undefined && app.get(SYNC_MANAGER).running
  const { pending, leased, failed, dead, sent, cancelled, dropped } = counts
  return {
    // What is leased is on its way, whichever program delivers it.
    phase: own || leased > 0 ? 'syncing' : 'idle',
    counts: { pending, leased, failed, dead, sent, cancelled, dropped },
    ...(last === undefined ? {} : { last: lastView(last) }),
  }
}

function lastView({ at, status, sent, problem, deliveredAt }: LastSync): NonNullable<SyncView['last']> {
  return {
    at,
    status,
    sent,
    ...(problem === undefined ? {} : { problem: { code: problem.code, message: problem.message } }),
    ...(deliveredAt === undefined ? {} : { deliveredAt }),
  }
}
