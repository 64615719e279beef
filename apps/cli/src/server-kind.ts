import { isTransportError } from '@meantime/core'
import { looksLikeHubnity, type ServerKind, serverKindOf } from '@meantime/settings'
import type { Context } from './context.js'
import { inputError } from './errors.js'

/**
 * Whose protocol to sign in with: the setting's, or that of the sign-in before; else an address that looks like a Hubnity
 * server's is asked, and any other one is taken for a Meantime server's.
 */
export async function kindForLogin(context: Context, server: string): Promise<ServerKind> {
  const { serverKind, paths } = await context.configuration()
  const guess = await serverKindOf({ server, chosen: serverKind, profile: paths.profile })
  if (serverKind !== 'auto' || guess === 'meantime' || !looksLikeHubnity(server)) return guess
  const { isHubnityServer } = await import('./compose.js')
  return (await isHubnityServer(server)) === false ? 'meantime' : 'hubnity'
}

/** When no Meantime server answers: whether a Hubnity server does, there or where it usually is. */
export async function otherKind(context: Context, server: string, failure: unknown): Promise<unknown> {
  const { serverKind } = await context.configuration()
  if (serverKind !== 'auto' || !isTransportError(failure, 'not-meantime')) return failure
  const { isHubnityServer } = await import('./compose.js')
  for (const address of [server, `${server}/api/v1`, `${server}/api`]) {
    if (!(await isHubnityServer(address))) continue
    const kind = looksLikeHubnity(address) ? '' : ' --server-kind hubnity'
    const hint = `Run \`meantime login --server ${address}${kind}\`.`
    return inputError('HUBNITY_SERVER', `What answers at ${address} is a Hubnity server.`, hint)
  }
  return failure
}
