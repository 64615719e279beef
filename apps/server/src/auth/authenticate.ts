import { type AccountId, Secret } from '@meantime/core'
import type { AccountMessage } from '@meantime/protocol'
import type { FastifyRequest } from 'fastify'
import type { Accounts } from '../accounts/accounts.js'
import { ProblemError } from '../http/problem.js'
import type { AccessTokens } from './access-tokens.js'

export type Guard = (request: FastifyRequest) => Promise<void>

const callers = new WeakMap<FastifyRequest, AccountMessage & { readonly id: AccountId }>()

/** An onRequest hook: lets only requests with a valid access token pass, before their body is even read. */
export function requireAccount(accessTokens: AccessTokens, accounts: Accounts): Guard {
  return async (request) => {
    const token = bearerToken(request)
    if (token === undefined) throw unauthorized('missing-token', 'Sign in: no access token was sent.')
    const claims = await accessTokens.verify(token)
    // A database restored from a backup may not know the account; its work must not be taken for nobody.
    const account = claims && (await accounts.find(claims.accountId))
    if (claims === undefined || account === undefined)
      throw unauthorized('invalid-token', 'The access token is not valid or has expired.')
    callers.set(request, { ...account, id: claims.accountId })
  }
}

/** Whose request this is; only for routes behind the guard. */
export function callerOf(request: FastifyRequest): AccountMessage & { readonly id: AccountId } {
  const caller = callers.get(request)
  if (caller === undefined) throw new Error('This route is not behind the guard.')
  return caller
}

function bearerToken(request: FastifyRequest): Secret | undefined {
  const [, token] = /^bearer +([\w.~+/-]+=*)$/i.exec(request.headers.authorization ?? '') ?? []
  return token === undefined ? undefined : new Secret(token)
}

const unauthorized = (code: string, detail: string) =>
  new ProblemError({ status: 401, code, detail, headers: { 'www-authenticate': 'Bearer' } })
