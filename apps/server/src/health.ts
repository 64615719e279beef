import { type Health, PATHS, PROTOCOL_VERSION } from '@meantime/protocol'
import type { FastifyInstance } from 'fastify'
import type { Database } from './database/database.js'
import { accounts } from './database/entities.js'
import { ProblemError } from './http/problem.js'
import { VERSION } from './version.js'

/** Healthy means that the database answers, too. Needs no account, tells nothing but the version. */
export function healthRoute(fastify: FastifyInstance, database: Database): void {
  fastify.get(PATHS.health, async (): Promise<Health> => {
    try {
      await database.read((manager) => manager.find(accounts, { select: { id: true }, take: 1 }))
    } catch (cause) {
      throw new ProblemError({ status: 503, code: 'unhealthy', detail: 'The database does not answer.', cause })
    }
    return { name: 'meantime', protocol: PROTOCOL_VERSION, version: VERSION, status: 'ok' }
  })
}
