import { type App, CLOCK, PROFILES, Secret, STATE_STORE } from '@meantime/core'
import { KEYS, noteSignedIn } from '@meantime/settings'
import type { Received } from '../bridge/operations.js'
import { refusal } from './problem.js'
import { AUTH_MANAGER } from './services.js'
import type { Session } from './session.js'

/**
 * A session of its own for who signs in, so that a failure leaves everything as it was. Work that was recorded before
 * anybody had signed in becomes the account's.
 */
export async function signInAt(
  open: (server: string) => Promise<Session>,
  known: string | undefined,
  { email, password, server: named, register }: Received<'signIn'>,
): Promise<Session> {
  const server = named === undefined ? known : KEYS.server.read(named)
  if (server === undefined)
    throw refusal('SERVER_UNKNOWN', 'Meantime does not know your server yet.', 'Name its address.')
  const session = await open(server)
  try {
    const auth = session.app.get(AUTH_MANAGER)
    const secret = new Secret(password)
    await (register ? auth.register({ email, password: secret }) : auth.login(email, secret))
    await noteSignIn(session.app)
    return session
  } catch (error) {
    await session.close()
    throw error
  }
}

export async function noteSignIn(app: App): Promise<void> {
  const profile = app.get(PROFILES).current()
  if (profile) await noteSignedIn(app.get(STATE_STORE), profile.accountId, app.get(CLOCK).now())
}
