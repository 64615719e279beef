import { JOURNAL, PROFILES, SCREENSHOT_OUTBOX, STATE_STORE, TASK_QUEUE, TIME_TRACKER } from '@meantime/core'
import type { Context } from '../context.js'

/** The journal and whatever else an import writes to, for the person whose work is recorded here. */
export async function openForImport(context: Context) {
  const services = [JOURNAL, TASK_QUEUE, TIME_TRACKER, PROFILES, STATE_STORE, SCREENSHOT_OUTBOX]
  const app = await context.open(services, undefined, { pictures: true })
  const { account } = app.get(TIME_TRACKER)
  const [journal, queue, state] = [app.get(JOURNAL), app.get(TASK_QUEUE), app.get(STATE_STORE)]
  const signedInBefore = app.get(PROFILES).current() !== undefined
  return { app, account, journal, queue, state, screenshots: app.get(SCREENSHOT_OUTBOX), signedInBefore }
}
