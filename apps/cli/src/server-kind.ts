import { isTransportError } from '@meantime/core'
import { findHubnity, kindForSignIn, looksLikeHubnity, type ServerKind } from '@meantime/settings'
import type { Context } from './context.js'
import { inputError } from './errors.js'

export async function kindForLogin(context: Context, server: string): Promise<ServerKind> {
  const { serverKind, paths } = await context.configuration()
  return kindForSignIn({ server, chosen: serverKind, profile: paths.profile }, ask)
}

/** When no Meantime server answers: whether a Hubnity server does, there or where it usually is. */
export async function otherKind(context: Context, server: string, failure: unknown): Promise<unknown> {
  const { serverKind } = await context.configuration()
  if (serverKind !== 'auto' || !isTransportError(failure, 'not-meantime')) return failure
  const { at } = await findHubnity(server, ask)
  if (at === undefined) return failure
  const kind = looksLikeHubnity(at) ? '' : ' --server-kind hubnity'
  return inputError(
    'HUBNITY_SERVER',
    `What answers at ${at} is a Hubnity server.`,
    `Run \`meantime login --server ${at}${kind}\`.`,
  )
}

const ask = async (address: string) => (await import('./compose.js')).isHubnityServer(address)
