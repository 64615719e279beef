import type { FastifyReply, FastifyRequest, FastifyServerOptions } from 'fastify'

export type LoggerOption = NonNullable<FastifyServerOptions['logger']>

/**
 * What a log line may hold, set after the caller's own serializers: no headers, no bodies, no query string (a cursor or a
 * mistaken `?token=` would be in it), and of an error no properties, since TypeORM's carry the statement's parameters.
 */
export function safeLogger(logger: LoggerOption = false): LoggerOption {
  if (logger === false) return false
  const options = logger === true ? {} : logger
  return { ...options, serializers: { ...options.serializers, req: logRequest, res: logReply, err: logError } }
}

function logRequest(request: FastifyRequest) {
  return { method: request.method, path: request.url.split('?', 1)[0], remoteAddress: request.ip }
}

const logReply = ({ statusCode }: Pick<FastifyReply, 'statusCode'>) => ({ statusCode })

type LoggedError = {
  type: string
  message: string
  stack: string
  code?: string
  cause?: LoggedError
}

function logError(error: Error): LoggedError {
  const code = 'code' in error && typeof error.code === 'string' ? error.code : undefined
  return {
    type: error.name,
    message: error.message,
    stack: error.stack ?? '',
    ...(code === undefined ? {} : { code }),
    ...(error.cause instanceof Error ? { cause: logError(error.cause) } : {}),
  }
}
