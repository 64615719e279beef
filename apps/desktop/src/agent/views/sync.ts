import {
  type App,
  type LastSync,
  LOCKS,
  lastSyncKey,
  STATE_STORE,
  SYNC_MANAGER,
  syncLock,
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
  // What a killed program leased stays so until its leases are over; nobody is delivering it meanwhile.
  const other = counts.leased > 0 && ((await app.get(LOCKS).isHeld?.(syncLock(account))) ?? true)
  const { pending, leased, failed, dead, sent, cancelled, dropped } = counts
  return {
    // What is leased is on its way, whichever program delivers it.
    phase: own || other ? 'syncing' : 'idle',
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
