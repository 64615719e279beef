import { isMeantimeError, MeantimeError, systemClock } from '@meantime/core'
import type { FastifyInstance } from 'fastify'
import { compose } from './compose.js'
import type { ServerOptions } from './options.js'

export interface MeantimeServer {
  /**
   * Opens the database and listens; resolves with the address. Throws a MeantimeError: PORT_IN_USE,
   * ADDRESS_UNAVAILABLE, DATA_FOLDER_READ_ONLY, DATA_FOLDER_UNUSABLE, DATABASE_TOO_NEW, DATABASE_UNREADABLE, …
   */
  start(): Promise<{ readonly url: string }>
  /** Accepts no more, lets running requests finish (up to `stopTimeoutMs`), closes the database. */
  stop(): Promise<void>
  /** For `inject` in tests; the first call opens the database. */
  readonly fastify: FastifyInstance
}

export const DEFAULT_HOST = '127.0.0.1'
export const DEFAULT_PORT = 4780

export function createServer(options: ServerOptions): MeantimeServer {
  const fastify = compose(options)
  return {
    fastify,
    async start() {
      const { host = DEFAULT_HOST, port = DEFAULT_PORT } = options
      try {
        return { url: await fastify.listen({ host, port }) }
      } catch (error) {
        await fastify.close()
        throw listenError(error, host, port)
      }
    },
    stop: () => stop(fastify, options),
  }
}

async function stop(fastify: FastifyInstance, { clock = systemClock, stopTimeoutMs = 10_000 }: ServerOptions) {
  const closed = new AbortController()
  clock.sleep(stopTimeoutMs, closed.signal).then(
    () => fastify.server.closeAllConnections(),
    () => undefined,
  )
  await fastify.close()
  closed.abort()
}

function listenError(error: unknown, host: string, port: number): unknown {
  if (isMeantimeError(error)) return error
  const code = (error as NodeJS.ErrnoException).code
  if (code === 'EADDRINUSE') {
    return new MeantimeError({
      code: 'PORT_IN_USE',
      kind: 'state',
      message: `Port ${port} on ${host} is already in use.`,
      hint: 'Stop the other program, or choose another port with --port.',
      cause: error,
    })
  }
  if (code === 'EACCES' || code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND') {
    return new MeantimeError({
      code: 'ADDRESS_UNAVAILABLE',
      kind: 'input',
      message: `The server cannot listen on ${host}, port ${port}.`,
      hint: 'Use an address of this computer and a port above 1023.',
      cause: error,
    })
  }
  return error
}
