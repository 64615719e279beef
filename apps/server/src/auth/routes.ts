import { type AccountId, Secret } from '@meantime/core'
import {
  type AccountMessage,
  loginRequest,
  logoutRequest,
  PATHS,
  refreshRequest,
  registerRequest,
  type SessionMessage,
  type TokenPairMessage,
} from '@meantime/protocol'
import type { FastifyInstance } from 'fastify'
import type { Accounts } from '../accounts/accounts.js'
import { parseBody } from '../http/json-body.js'
import { ProblemError } from '../http/problem.js'
import type { Limits } from '../http/rate-limits.js'
import type { AccessTokens } from './access-tokens.js'
import { callerOf, type Guard } from './authenticate.js'
import type { Grant, Sessions } from './sessions.js'

export interface AuthServices {
  readonly accounts: Accounts
  readonly sessions: Sessions
  readonly accessTokens: AccessTokens
  readonly guard: Guard
  readonly limits: Limits
  readonly registration: 'open' | 'closed'
}

export function authRoutes(fastify: FastifyInstance, services: AuthServices): void {
  const { accounts, sessions, accessTokens, guard, limits } = services

  fastify.post(PATHS.register, { onRequest: limits.signIn }, async (request, reply) => {
    if (services.registration === 'closed') throw registrationClosed()
    const { email, password, name } = parseBody(registerRequest, trimmedEmail(request.body), 'invalid-request')
    const account = await accounts.register(email, new Secret(password), name ?? null)
    reply.code(201)
    return newSession(account)
  })

  fastify.post(PATHS.login, { onRequest: limits.signIn }, async (request) => {
    const { email, password } = parseBody(loginRequest, request.body, 'invalid-request')
    return newSession(await accounts.authenticate(email, new Secret(password)))
  })

  fastify.post(PATHS.refresh, { onRequest: limits.refresh }, async (request) => {
    const { refreshToken } = parseBody(refreshRequest, request.body, 'invalid-request')
    const grant = await sessions.rotate(new Secret(refreshToken))
    if (grant === undefined) throw invalidGrant()
    return tokenPair(grant)
  })

  fastify.post(PATHS.logout, { onRequest: limits.refresh }, async (request, reply) => {
    const { refreshToken } = parseBody(logoutRequest, request.body, 'invalid-request')
    await sessions.close(new Secret(refreshToken))
    reply.code(204)
  })

  fastify.get(PATHS.me, { onRequest: [guard, limits.request] }, async (request): Promise<AccountMessage> => {
    const { id, email, name } = callerOf(request)
    return { id, email, name }
  })

  async function newSession(account: AccountMessage): Promise<SessionMessage> {
    return { account, tokens: await tokenPair(await sessions.open(account.id as AccountId)) }
  }

  async function tokenPair(grant: Grant): Promise<TokenPairMessage> {
    const access = await accessTokens.issue(grant)
    return {
      accessToken: access.reveal(),
      accessExpiresInSeconds: accessTokens.ttlSeconds,
      refreshToken: grant.refresh.reveal(),
    }
  }
}

/** A pasted address often has a blank at its end; the schema would call it malformed. */
function trimmedEmail(body: unknown): unknown {
  if (typeof body !== 'object' || body === null || !('email' in body) || typeof body.email !== 'string') return body
  return { ...body, email: body.email.trim() }
}

const registrationClosed = () =>
  new ProblemError({
    status: 403,
    code: 'registration-closed',
    detail: 'This server takes no new accounts; ask whoever runs it.',
  })

const invalidGrant = () =>
  new ProblemError({ status: 401, code: 'invalid-grant', detail: 'The session has ended; sign in again.' })
