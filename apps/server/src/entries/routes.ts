import { entriesQuery, PATHS } from '@meantime/protocol'
import type { FastifyInstance } from 'fastify'
import { callerOf, type Guard } from '../auth/authenticate.js'
import { parseInput } from '../http/json-body.js'
import { ProblemError } from '../http/problem.js'
import type { Limits } from '../http/rate-limits.js'
import { decodeCursor, type Position } from './cursor.js'
import type { Entries } from './entries.js'

export function entryRoutes(
  fastify: FastifyInstance,
  { entries, guard, limits }: { entries: Entries; guard: Guard; limits: Limits },
): void {
  fastify.get(PATHS.entries, { onRequest: [guard, limits.request] }, (request) => {
    const { from, to, limit, cursor } = parseInput(entriesQuery, request.query, 'invalid-query')
    const after = cursor === undefined ? undefined : positionOf(cursor)
    return entries.page(callerOf(request).id, { from, to, limit, after })
  })
}

export function positionOf(cursor: string): Position {
  const position = decodeCursor(cursor)
  if (position) return position
  throw new ProblemError({ status: 422, code: 'invalid-query', detail: 'cursor: not one that this server gave.' })
}
