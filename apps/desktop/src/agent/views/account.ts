import { type App, PROFILES, STATE_STORE } from '@meantime/core'
import { lastSyncOf } from '@meantime/settings'
import type { AccountView } from '../../bridge/shapes.js'
import { AUTH_MANAGER } from '../services.js'

/** Who is, or was last, signed in; null before anybody was. */
export async function accountView(app: App): Promise<AccountView | null> {
  const profile = app.get(PROFILES).current()
  if (!profile) return null
  const { accountId, email, server } = profile
  // Another program may have found out that the session is over, or have ended it.
  const { signInNeeded } = await lastSyncOf(app.get(STATE_STORE), accountId)
  const signedIn = !signInNeeded && (await app.get(AUTH_MANAGER).status()).signedIn
  return { email, server, signedIn }
}
