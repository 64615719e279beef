import { join, resolve } from 'node:path'
import type { Context, Invocation } from '../context.js'
import { inputError, interruptedError } from '../errors.js'

export interface ServerCommandOptions {
  readonly port?: string
  readonly host?: string
  readonly data?: string
}

/** It lets running requests finish before it ends. */
export const endsItself = true

/** Runs the self-hosted server in the foreground until Ctrl-C. */
export async function run(context: Context, { options }: Invocation<ServerCommandOptions>): Promise<undefined> {
  const { io, out, flags } = context
  const port = options.port === undefined ? {} : { port: portFrom(options.port) }
  const host = options.host === undefined ? {} : { host: options.host }
  const dataDir = options.data ? resolve(options.data) : join((await context.configuration()).dataDir, 'server')
  const { createServer } = await import('@meantime/server')
  if (io.interrupted?.aborted) throw interruptedError()
  const logger = flags.verbose
    ? { level: 'info', stream: { write: (line: string) => void io.stderr.write(line) } }
    : false
  const server = createServer({ dataDir, logger, ...port, ...host })
  const { url } = await server.start()
  const { placesTable } = await import('../output/places-table.js')
  out.result({ url, dataDir, pid: process.pid }, () =>
    placesTable([
      ['Listens on', url],
      ['Keeps data in', dataDir],
    ]),
  )
  out.note(`Sign in with \`meantime login --server ${url} --register\`. Ctrl-C stops it.`)
  await aborted(io.interrupted)
  await server.stop()
  out.note('Stopped; every accepted request was answered.')
  return undefined
}

function portFrom(text: string): number {
  const port = /^\d{1,5}$/.test(text) ? Number(text) : Number.NaN
  if (port <= 65_535) return port
  throw inputError('PORT_INVALID', '--port is not a port.', 'Name one from 0 to 65535; 0 takes any free one.')
}

function aborted(signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve) => {
    if (signal?.aborted) resolve()
    else signal?.addEventListener('abort', () => resolve(), { once: true })
  })
}
