import { CLOCK, isAuthRequiredError, STATE_STORE, SYNC_MANAGER, TASK_QUEUE, TIME_TRACKER } from '@meantime/core'
import { noteSignedOut } from '@meantime/settings'
import type { Context } from '../context.js'
import { entryName } from '../output/entry.js'
import { oneLine } from '../output/printable.js'
import { countsDocument } from '../output/queue.js'
import { requireProfile } from '../server-address.js'
import { AUTH_MANAGER } from '../services.js'

/** Signs out here, always, and at the server, if it answers. Work goes on being recorded for the same person. */
export async function run(context: Context): Promise<undefined> {
  const profile = await requireProfile(context)
  const app = await context.open([AUTH_MANAGER, STATE_STORE, SYNC_MANAGER, TASK_QUEUE, TIME_TRACKER], profile.server)
  const { serverTold } = await app.get(AUTH_MANAGER).logout()
  await noteSignedOut(app.get(STATE_STORE), profile.accountId, app.get(CLOCK).now())
  await leaveTheTruth(() => app.get(SYNC_MANAGER).syncQueue())
  const { waiting } = countsDocument(await app.get(TASK_QUEUE).counts(profile.accountId))
  const document = {
    signedOut: { id: profile.accountId, email: profile.email },
    server: profile.server,
    serverTold,
    waiting,
  }
  context.out.result(document, (style) => `${style.good('Signed out')} ${oneLine(profile.email)}.`)
  if (!serverTold) context.out.note('The server was not reached; there the session ends by itself.')
  const open = await app.get(TIME_TRACKER).current()
  if (open)
    context.out.note(`${entryName(open)} is ${open.state} and goes on being recorded for ${oneLine(profile.email)}.`)
  if (waiting > 0) context.out.note(`${waiting} undelivered here; delivered after you sign in again.`)
  return undefined
}

/** A run without a session ends at once and notes for `status`, in every program, that signing in is needed. */
async function leaveTheTruth(sync: () => Promise<unknown>): Promise<void> {
  try {
    await sync()
  } catch (error) {
    if (!isAuthRequiredError(error)) throw error
  }
}
