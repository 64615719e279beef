import { authRequiredError, PROFILES, type Profile } from '@meantime/core'
import type { Context } from './context.js'
import { inputError } from './errors.js'
import { oneLine } from './output/printable.js'

/** Who signed in last on this computer. Throws AUTH_REQUIRED when nobody ever did. */
export async function requireProfile(context: Context): Promise<Profile> {
  const profile = await savedProfile(context)
  if (profile === undefined) throw authRequiredError()
  refuseOtherServer(context.flags.server, profile)
  return profile
}

/** A server that is named here and is not the account's would be passed over in silence otherwise. */
function refuseOtherServer(named: string | undefined, { server, email }: Profile): void {
  if (named === undefined || named.replace(/\/+$/, '') === server) return
  const message = `You are signed in at ${server}, not at ${oneLine(named)}.`
  throw inputError(
    'OTHER_SERVER',
    message,
    `Run \`meantime login --server …\` to change the server of ${oneLine(email)}.`,
  )
}

/**
 * Where to sign in: what was chosen, else where the person signed in before. A session belongs to the server that gave
 * it, so everything but signing in uses the profile's server: no flag can send a token to another one.
 */
export async function serverForLogin(context: Context): Promise<string> {
  const server = (await context.configuration()).server ?? (await savedProfile(context))?.server
  if (server !== undefined) return server
  throw inputError(
    'SERVER_UNKNOWN',
    'Meantime does not know your server yet.',
    'Name it by --server https://time.example.org, or run your own with `meantime server`.',
  )
}

async function savedProfile(context: Context): Promise<Profile | undefined> {
  return (await context.open([PROFILES])).get(PROFILES).current()
}
