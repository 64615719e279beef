import compress from '@fastify/compress'
import helmet from '@fastify/helmet'
import { MAX_BATCH_BYTES } from '@meantime/protocol'
import { type FastifyInstance, fastify } from 'fastify'
import { v7 } from 'uuid'
import { injectFaults } from '../faults.js'
import type { ServerOptions } from '../options.js'
import { answerClientError, answerError, handleErrors } from './error-handling.js'
import { acceptOnlyJson } from './json-body.js'
import { safeLogger } from './logging.js'

/** Fastify with everything that every route gets; no route yet. */
export function buildHttp(options: ServerOptions): FastifyInstance {
  const http = fastify({
    logger: safeLogger(options.logger),
    // After decompression, counted while it is decompressed: a gzip bomb stops here.
    bodyLimit: options.bodyLimit ?? MAX_BATCH_BYTES,
    // A body that trickles in for longer than this is not worth a connection.
    requestTimeout: 60_000,
    // One hop only: what stands further left in X-Forwarded-For the client wrote itself.
    trustProxy: options.trustProxy === true ? (_address, hop) => hop === 0 : false,
    genReqId: () => v7(),
    // A request that arrives while the server stops is served on a connection that then closes: running ones finish.
    return503OnClosing: false,
    // Opening may wait for another process that migrates the same file.
    pluginTimeout: 30_000,
    frameworkErrors: answerError,
    clientErrorHandler: answerClientError,
  })
  handleErrors(http)
  acceptOnlyJson(http)
  http.register(helmet)
  http.register(compress, { encodings: ['gzip', 'identity'], requestEncodings: ['gzip', 'identity'] })
  http.addHook('onRequest', async (request, reply) => {
    reply.headers({ 'x-request-id': request.id, 'cache-control': 'no-store' })
  })
  endConnectionsWhenStopping(http)
  if (options.faults) injectFaults(http, options.faults)
  return http
}

/** Without it a kept-alive connection whose request was running when the server stopped would hold it up, idle. */
function endConnectionsWhenStopping(http: FastifyInstance): void {
  let stopping = false
  http.addHook('preClose', async () => {
    stopping = true
  })
  http.addHook('onSend', async (_request, reply) => {
    if (stopping) reply.header('connection', 'close')
  })
}
