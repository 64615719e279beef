import rateLimit from '@fastify/rate-limit'
import type { FastifyContextConfig, FastifyInstance } from 'fastify'
import { callerOrAddress } from '../auth/authenticate.js'
import type { RateLimits } from '../options.js'
import { ProblemError } from './problem.js'

/** The `config` of a route, by what the route costs or guards. */
export interface Limits {
  readonly signIn: FastifyContextConfig
  readonly refresh: FastifyContextConfig
  readonly request: FastifyContextConfig
}

const MINUTE = 60_000

export function limitRates(fastify: FastifyInstance, options: RateLimits | false = {}): Limits {
  if (options === false) return { signIn: {}, refresh: {}, request: {} }
  const { signInsPerMinute = 10, refreshesPerMinute = 60, requestsPerMinute = 6000 } = options
  fastify.register(rateLimit, {
    global: false,
    // The plugin has set Retry-After when it builds this.
    errorResponseBuilder: () =>
      new ProblemError({ status: 429, code: 'too-many-requests', detail: 'Too many requests; try again later.' }),
  })
  return {
    // One group, so that guessing passwords is not twice as fast by two doors.
    signIn: { rateLimit: { max: signInsPerMinute, timeWindow: MINUTE, groupId: 'sign-in' } },
    refresh: { rateLimit: { max: refreshesPerMinute, timeWindow: MINUTE, groupId: 'refresh' } },
    request: { rateLimit: { max: requestsPerMinute, timeWindow: MINUTE, keyGenerator: callerOrAddress } },
  }
}
