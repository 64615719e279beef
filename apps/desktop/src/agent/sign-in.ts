import { type App, CLOCK, isTransportError, PROFILES, Secret, STATE_STORE } from '@meantime/core'
import { findHubnity, KEYS, kindForSignIn, noteSignedIn, resolveSettings, type ServerKind } from '@meantime/settings'
import type { Received } from '../bridge/operations.js'
import { isHubnityServer } from './compose.js'
import type { Configuration } from './configuration.js'
import { refusal } from './problem.js'
import { AUTH_MANAGER } from './services.js'
import type { Session } from './session.js'

/**
 * A session of its own for who signs in, so that a failure leaves everything as it was. Work that was recorded before
 * anybody had signed in becomes the account's.
 */
export async function signInAt(
  open: (server: string, kind: ServerKind) => Promise<Session>,
  { paths, environment }: Configuration,
  { known, email, password, server: named, register }: Received<'signIn'> & { readonly known: string | undefined },
): Promise<Session> {
  const server = named === undefined ? known : KEYS.server.read(named)
  if (server === undefined)
    throw refusal('SERVER_UNKNOWN', 'Meantime does not know your server yet.', 'Name its address.')
  // One that cannot be read must not keep anybody from signing in.
  const settings = await resolveSettings({ file: paths.settings, environment }, ['serverKind']).catch(() => undefined)
  const chosen = settings?.serverKind.value
  const kind = await kindForSignIn({ server, chosen, profile: paths.profile }, isHubnityServer)
  const session = await open(server, kind)
  try {
    const auth = session.app.get(AUTH_MANAGER)
    const secret = new Secret(password)
    await (register ? auth.register({ email, password: secret }) : auth.login(email, secret))
    await noteSignIn(session.app)
    return session
  } catch (error) {
    await session.close()
    throw await explained(error, server, chosen ?? 'auto')
  }
}

/** When no Meantime server answers: whether a Hubnity server does, there or where it usually is. It is not followed. */
async function explained(error: unknown, server: string, chosen: 'auto' | ServerKind): Promise<unknown> {
  if (chosen !== 'auto' || !isTransportError(error, 'not-meantime')) return error
  const { at } = await findHubnity(server, isHubnityServer)
  if (at === undefined) return error
  return refusal(
    'HUBNITY_SERVER',
    `What answers at ${at} is a Hubnity server.`,
    'Name this address, and choose Hubnity as the kind of server.',
  )
}

export async function noteSignIn(app: App): Promise<void> {
  const profile = app.get(PROFILES).current()
  if (profile) await noteSignedIn(app.get(STATE_STORE), profile.accountId, app.get(CLOCK).now())
}
