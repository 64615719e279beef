import { CLOCK, isAuthRequiredError, PROFILES, STATE_STORE, SYNC_MANAGER } from '@meantime/core'
import { noteSignedOut } from '@meantime/settings'
import type { Handlers } from '../../bridge/bridge.js'
import type { Desk } from '../desk.js'
import { refusal } from '../problem.js'
import { AUTH_MANAGER } from '../services.js'

export const accountHandlers = (desk: Desk) =>
  ({
    signIn: async (credentials) => {
      await desk.signIn(credentials)
      return {}
    },
    signOut: async () => {
      const { app, server } = desk
      if (server === undefined) return {}
      await app.get(AUTH_MANAGER).logout()
      const account = app.get(PROFILES).current()?.accountId
      if (account) await noteSignedOut(app.get(STATE_STORE), account, app.get(CLOCK).now())
      await leaveTheTruth(() => app.get(SYNC_MANAGER).syncQueue())
      return {}
    },
    setAuthTokens: async ({ accessToken, refreshToken }) => {
      const { app, server } = desk
      if (server === undefined) throw refusal('SERVER_UNKNOWN', 'Meantime does not know your server yet.')
      const handed = { accessToken, ...(refreshToken === undefined ? {} : { refreshToken }) }
      await app.get(AUTH_MANAGER).setAuthTokens(handed)
      await desk.noteSignedIn()
      return {}
    },
  }) satisfies Partial<Handlers>

/** A run without a session ends at once and notes, for every program, that signing in is needed. */
async function leaveTheTruth(sync: () => Promise<unknown>): Promise<void> {
  try {
    await sync()
  } catch (error) {
    if (!isAuthRequiredError(error)) throw error
  }
}
