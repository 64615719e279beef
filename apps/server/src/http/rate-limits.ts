import rateLimit from '@fastify/rate-limit'
import type { FastifyInstance, FastifyRequest, onRequestAsyncHookHandler } from 'fastify'
import { callerOf } from '../auth/authenticate.js'
import type { RateLimits } from '../options.js'
import { ProblemError } from './problem.js'

/** onRequest hooks, by what a route costs or guards. Routes with the same hook share one count. */
export interface Limits {
  readonly signIn: onRequestAsyncHookHandler
  readonly refresh: onRequestAsyncHookHandler
  /** Counts by account, so it stands behind the guard. */
  readonly request: onRequestAsyncHookHandler
}

/** Call it inside a plugin and before its routes: what it registers is there when it resolves. */
export async function limitRates(fastify: FastifyInstance, options: RateLimits | false = {}): Promise<Limits> {
  if (options === false) return { signIn: unlimited, refresh: unlimited, request: unlimited }
  const { signInsPerMinute = 10, refreshesPerMinute = 60, requestsPerMinute = 6000 } = options
  await fastify.register(rateLimit, { global: false })
  const limit = (max: number, keyGenerator: (request: FastifyRequest) => string): onRequestAsyncHookHandler => {
    const count = fastify.createRateLimit({ max, timeWindow: 60_000, keyGenerator })
    return async (request) => {
      const result = await count(request)
      if (!result.isAllowed && result.isExceeded) throw tooManyRequests(result.ttlInSeconds)
    }
  }
  const address = (request: FastifyRequest) => rateLimit.normalizeIP(request.ip)
  return {
    signIn: limit(signInsPerMinute, address),
    refresh: limit(refreshesPerMinute, address),
    request: limit(requestsPerMinute, (request) => callerOf(request).id),
  }
}

const unlimited: onRequestAsyncHookHandler = async () => undefined

const tooManyRequests = (seconds: number) =>
  new ProblemError({
    status: 429,
    code: 'too-many-requests',
    detail: 'Too many requests; try again later.',
    headers: { 'retry-after': String(Math.max(1, seconds)) },
  })
