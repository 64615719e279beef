import { activityQuery, PATHS } from '@meantime/protocol'
import type { FastifyInstance } from 'fastify'
import { callerOf, type Guard } from '../auth/authenticate.js'
import { positionOf } from '../entries/routes.js'
import { parseInput } from '../http/json-body.js'
import type { Limits } from '../http/rate-limits.js'
import type { Activity } from './activity.js'

export function activityRoutes(
  fastify: FastifyInstance,
  { activity, guard, limits }: { activity: Activity; guard: Guard; limits: Limits },
): void {
  fastify.get(PATHS.activity, { onRequest: [guard, limits.request] }, (request) => {
    const { entryId, from, to, limit, cursor } = parseInput(activityQuery, request.query, 'invalid-query')
    const after = cursor === undefined ? undefined : positionOf(cursor)
    return activity.page(callerOf(request).id, { entryId, from, to, limit, after })
  })
}
