import type { Socket } from 'node:net'
import { PROBLEM_CONTENT_TYPE } from '@meantime/protocol'
import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { isUnavailable } from '../database/sqlite.js'
import { ProblemError, problemBody, sendProblem } from './problem.js'

/** Every error leaves as an RFC 9457 problem; what the server knows about a failure of its own goes to the log only. */
export function handleErrors(fastify: FastifyInstance): void {
  const methods = new Map<string, string[]>()
  fastify.addHook('onRoute', ({ url, method }) => {
    methods.set(url, [...(methods.get(url) ?? []), ...[method].flat()])
  })
  fastify.setErrorHandler(answerError)
  fastify.setNotFoundHandler((request, reply) => {
    const allowed = methods.get(request.url.split('?', 1)[0] ?? '')
    sendProblem(reply, allowed ? methodNotAllowed(allowed) : NOT_FOUND())
  })
}

export function answerError(error: FastifyError, request: FastifyRequest, reply: FastifyReply): void {
  const problem = asProblem(error)
  if (problem.statusCode >= 500) request.log.error({ err: problem.cause ?? error }, 'request failed')
  sendProblem(reply, problem)
}

/** Answers what is not even HTTP; Fastify's own answer would not be a problem document. */
export function answerClientError(error: NodeJS.ErrnoException, socket: Socket): void {
  if (error.code === 'ECONNRESET' || !socket.writable) {
    socket.destroy()
    return
  }
  const body = JSON.stringify(problemBody(400, 'bad-request', 'This is not an HTTP request that can be understood.'))
  const head = `Content-Type: ${PROBLEM_CONTENT_TYPE}\r\nContent-Length: ${Buffer.byteLength(body)}\r\nConnection: close`
  socket.end(`HTTP/1.1 400 Bad Request\r\n${head}\r\n\r\n${body}`)
}

function asProblem(error: FastifyError): ProblemError {
  if (error instanceof ProblemError) return error
  const known = FROM_FASTIFY[error.code]
  if (known) return new ProblemError(known)
  if (isUnavailable(error)) {
    return new ProblemError({
      status: 503,
      code: 'storage-unavailable',
      detail: 'The server cannot write to its disk at the moment.',
      headers: { 'retry-after': '5' },
      cause: error,
    })
  }
  const status = error.statusCode ?? 500
  if (status >= 400 && status < 500)
    return new ProblemError({ status, code: 'bad-request', detail: 'The request cannot be understood.' })
  return new ProblemError({
    status: 500,
    code: 'internal-error',
    detail: 'Something went wrong in the server.',
    cause: error,
  })
}

const invalidJson = { status: 400, code: 'invalid-json', detail: 'The body is not valid JSON in UTF-8.' }

const FROM_FASTIFY: Readonly<Record<string, { status: number; code: string; detail: string }>> = {
  FST_ERR_CTP_INVALID_JSON_BODY: invalidJson,
  FST_ERR_CTP_EMPTY_JSON_BODY: invalidJson,
  FST_ERR_CTP_BODY_TOO_LARGE: { status: 413, code: 'body-too-large', detail: 'The body is larger than is accepted.' },
  FST_ERR_CTP_INVALID_MEDIA_TYPE: {
    status: 415,
    code: 'unsupported-media-type',
    detail: 'Bodies must be application/json.',
  },
  FST_CP_ERR_INVALID_CONTENT_ENCODING: {
    status: 415,
    code: 'unsupported-content-encoding',
    detail: 'Bodies may be sent as they are or compressed with gzip.',
  },
  FST_CP_ERR_INVALID_CONTENT: {
    status: 400,
    code: 'invalid-gzip',
    detail: 'The body could not be decompressed.',
  },
}

const NOT_FOUND = () =>
  new ProblemError({ status: 404, code: 'not-found', detail: 'There is nothing at this address.' })

const methodNotAllowed = (allowed: readonly string[]) =>
  new ProblemError({
    status: 405,
    code: 'method-not-allowed',
    detail: `Use ${allowed.join(' or ')} here.`,
    headers: { allow: allowed.join(', ') },
  })
