import { PATHS, TEMPLATES } from '@meantime/protocol'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { callerOf, type Guard } from '../auth/authenticate.js'
import type { Limits } from '../http/rate-limits.js'
import type { Uploads } from './uploads.js'

/** tus' requests, let in as all others are and then left to its server. Reading a picture is no part of it. */
export function uploadRoutes(
  fastify: FastifyInstance,
  services: { uploads: Uploads; guard: Guard; limits: Limits },
): void {
  fastify.register(async (scope) => {
    // A body is a stream of bytes that tus' server reads itself, whatever it is called.
    scope.removeAllContentTypeParsers()
    scope.addContentTypeParser('*', (_request, _body, done) => done(null))
    addRoutes(scope, services)
  })
}

function addRoutes(
  fastify: FastifyInstance,
  { uploads, guard, limits }: { uploads: Uploads; guard: Guard; limits: Limits },
): void {
  const endWhenStopping = connectionsThatEnd(fastify)
  const handler = async (request: FastifyRequest, reply: FastifyReply) => {
    reply.hijack()
    const { raw } = reply
    for (const [name, value] of Object.entries(reply.getHeaders())) if (value !== undefined) raw.setHeader(name, value)
    endWhenStopping(request, reply)
    try {
      await uploads.handle(callerOf(request).id, request.raw, raw)
    } catch (error) {
      request.log.error({ err: error }, 'an upload failed')
      raw.destroy()
    }
    request.log.info({ res: { statusCode: raw.statusCode } }, 'upload request ended')
  }
  const onRequest = [guard, limits.request]
  fastify.route({ method: 'POST', url: PATHS.uploads, onRequest, handler })
  fastify.route({
    method: ['HEAD', 'PATCH', 'DELETE'],
    url: TEMPLATES.upload.replace('{id}', ':id'),
    onRequest,
    handler,
  })
}

/** What Fastify's own replies get by a hook: a connection whose upload ends while the server stops is not kept. */
function connectionsThatEnd(fastify: FastifyInstance) {
  let stopping = false
  fastify.addHook('preClose', async () => {
    stopping = true
  })
  return (request: FastifyRequest, { raw }: FastifyReply): void => {
    raw.once('finish', () => {
      if (stopping) request.raw.socket.end()
    })
  }
}
