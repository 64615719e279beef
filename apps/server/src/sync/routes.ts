import { PATHS, type SyncResult, syncEnvelope } from '@meantime/protocol'
import type { FastifyInstance } from 'fastify'
import { callerOf, type Guard } from '../auth/authenticate.js'
import { parseBody } from '../http/json-body.js'
import type { Limits } from '../http/rate-limits.js'
import type { Batches } from './batches.js'

export function syncRoutes(
  fastify: FastifyInstance,
  services: { batches: Batches; guard: Guard; limits: Limits },
): void {
  const { batches, guard, limits } = services
  fastify.post(PATHS.batches, { onRequest: [guard, limits.request] }, (request): Promise<SyncResult> => {
    const envelope = parseBody(syncEnvelope, request.body, 'invalid-envelope')
    return batches.take(callerOf(request).id, envelope, request.log)
  })
}
