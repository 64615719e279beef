import { type App, SHOT_LEDGER, STATE_STORE, TIME_TRACKER } from '@meantime/core'
import { consentKey } from '../services.js'

/** Whether something is on, or still to be done, that only a program which goes on running can do. */
export async function agentNeeded(app: App): Promise<boolean> {
  const { account } = app.get(TIME_TRACKER)
  const consent = await app.get(STATE_STORE).get<object | null>(consentKey(account))
  return (consent ?? null) !== null || (await app.get(SHOT_LEDGER).nextReleaseAt(account)) !== undefined
}
