import { authRequiredError } from '@meantime/core'
import type { Context } from '../context.js'
import { oneLine } from '../output/printable.js'
import { requireProfile } from '../server-address.js'
import { AUTH_MANAGER } from '../services.js'

/** Looks only at this computer. Without a session it fails as AUTH_REQUIRED does, so that scripts can branch on it. */
export async function run(context: Context): Promise<undefined> {
  const { accountId, email, server } = await requireProfile(context)
  const app = await context.open([AUTH_MANAGER], server)
  const { signedIn, store, persistent } = await app.get(AUTH_MANAGER).status()
  if (!signedIn) throw authRequiredError()
  const document = { account: { id: accountId, email }, server, tokenStore: { name: store, persistent } }
  context.out.result(document, () => `${oneLine(email)} at ${server}`)
  return undefined
}
