import { PATHS } from '@meantime/protocol'
import type { FastifyInstance } from 'fastify'
import { callerOf, type Guard } from '../auth/authenticate.js'
import type { Limits } from '../http/rate-limits.js'
import type { Projects } from './projects.js'

export function projectRoutes(
  fastify: FastifyInstance,
  { projects, guard, limits }: { projects: Projects; guard: Guard; limits: Limits },
): void {
  fastify.get(PATHS.projects, { onRequest: [guard, limits.request] }, (request) => projects.list(callerOf(request).id))
}
