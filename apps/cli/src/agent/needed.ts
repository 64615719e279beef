import { type App, SHOT_LEDGER, STATE_STORE, TIME_TRACKER } from '@meantime/core'
import { consentKeys } from '../services.js'

/** Whether something is on, or still to be done, that only a program which goes on running can do. */
export async function agentNeeded(app: App): Promise<boolean> {
  const { account } = app.get(TIME_TRACKER)
  for (const key of consentKeys(account)) {
    if (((await app.get(STATE_STORE).get<object | null>(key)) ?? null) !== null) return true
  }
  return (await app.get(SHOT_LEDGER).nextReleaseAt(account)) !== undefined
}
