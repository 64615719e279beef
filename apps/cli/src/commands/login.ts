import { CLOCK, isMeantimeError, MeantimeError, PROFILES, STATE_STORE, TASK_QUEUE, TIME_TRACKER } from '@meantime/core'
import { noteSignedIn } from '@meantime/settings'
import type { Context, Invocation } from '../context.js'
import { type CredentialOptions, emailFrom, passwordFrom } from '../credentials.js'
import { deliverLater } from '../deliver-later.js'
import { entryName } from '../output/entry.js'
import { oneLine } from '../output/printable.js'
import { countsDocument } from '../output/queue.js'
import { serverForLogin } from '../server-address.js'
import { kindForLogin, otherKind } from '../server-kind.js'
import { AUTH_MANAGER } from '../services.js'

export interface LoginOptions extends CredentialOptions {
  readonly register?: boolean
}

/** Signs in. Work that was recorded before anybody had signed in becomes this account's and is delivered. */
export async function run(context: Context, { options }: Invocation<LoginOptions>): Promise<undefined> {
  const server = await serverForLogin(context)
  const serverKind = await kindForLogin(context, server)
  const email = await emailFrom(options, context.io)
  const password = await passwordFrom(options, context.io)
  const app = await context.open([AUTH_MANAGER, PROFILES, STATE_STORE, TASK_QUEUE, TIME_TRACKER], server, {
    serverKind,
  })
  const before = app.get(PROFILES).current()
  const open = await app.get(TIME_TRACKER).current()
  const auth = app.get(AUTH_MANAGER)
  const signal = context.io.interrupted
  const begin = options.register ? auth.register({ email, password }, signal) : auth.login(email, password, signal)
  const profile = await begin.catch(async (error: unknown) => {
    throw withAddress(await otherKind(context, server, error), server)
  })
  await noteSignedIn(app.get(STATE_STORE), profile.accountId, app.get(CLOCK).now())
  const { store, persistent } = await auth.status()
  const { waiting } = countsDocument(await app.get(TASK_QUEUE).counts(profile.accountId))
  const delivery = waiting > 0 ? await deliverLater(context, true, { asked: true }) : 'background'
  const account = { id: profile.accountId, email: profile.email }
  const document = {
    account,
    server: profile.server,
    serverKind,
    tokenStore: { name: store, persistent },
    waiting,
    delivery,
  }
  context.out.result(document, (style) => `${style.good('Signed in')} as ${oneLine(email)} at ${profile.server}.`)
  if (serverKind === 'hubnity')
    context.out.note('It is a Hubnity server: what it cannot do is told when it matters, in words.')
  if (!persistent) context.out.note('This session ends with this command: tokens are only kept in memory.')
  if (before && open && before.accountId !== profile.accountId)
    context.out.note(
      `${entryName(open)} of ${oneLine(before.email)} is still ${open.state}; sign in as them to stop it.`,
    )
  if (waiting > 0) {
    const how = delivery === 'background' ? 'It is delivered in the background.' : 'Run `meantime sync` to deliver it.'
    context.out.note(`${waiting} recorded ${waiting === 1 ? 'thing waits' : 'things wait'} here. ${how}`)
  }
  return undefined
}

/** Whoever signs in may have mistyped the address; later on it is the network. */
function withAddress(error: unknown, server: string): unknown {
  if (!isMeantimeError(error) || error.code !== 'SERVER_UNREACHABLE' || error.hint !== undefined) return error
  const { code, kind, message, safe } = error
  const hint = `Check the network, and the address ${server}.`
  return new MeantimeError({ code, kind, message, ...(safe === undefined ? {} : { safe }), hint, cause: error })
}
