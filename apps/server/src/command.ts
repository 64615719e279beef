import { parseArgs } from 'node:util'
import { isMeantimeError, MeantimeError } from '@meantime/core'
import { createServer, DEFAULT_HOST, DEFAULT_PORT } from './create-server.js'
import type { ServerOptions } from './options.js'
import { VERSION } from './version.js'

export interface ServerIo {
  readonly argv: readonly string[]
  readonly env: Readonly<Record<string, string | undefined>>
  /** One line of text, without its end. */
  readonly out: (line: string) => void
  readonly err: (line: string) => void
  /** Where the log goes: one JSON object a line. */
  readonly log: { write(line: string): void }
  /** Resolves when the server is to stop. */
  readonly stopRequested: Promise<unknown>
}

const HELP = `Usage: meantime-server [options]

  --data DIR            folder for the database and the signing key (MEANTIME_SERVER_DATA) [meantime-server-data]
  --host ADDRESS        address to listen on (MEANTIME_SERVER_HOST) [${DEFAULT_HOST}]
  --port NUMBER         port to listen on, 0 for any free one (MEANTIME_SERVER_PORT) [${DEFAULT_PORT}]
  --registration MODE   open or closed: who may make an account (MEANTIME_SERVER_REGISTRATION) [open]
  --log LEVEL           silent, error, warn, info or debug, on stderr (MEANTIME_SERVER_LOG) [info]
  --trust-proxy         take client addresses from one reverse proxy (MEANTIME_SERVER_TRUST_PROXY=1)
  --version, --help`

/** Runs the server until it is asked to stop. Resolves with the exit code: 0 ok, 1 failure, 2 usage. */
export async function runServer(io: ServerIo): Promise<number> {
  try {
    const command = readCommand(io)
    if (typeof command === 'string') {
      io.out(command)
      return 0
    }
    const server = createServer(command)
    const { url } = await server.start()
    io.out(`Meantime server listening on ${url}`)
    await io.stopRequested
    await server.stop()
    io.out('Meantime server stopped')
    return 0
  } catch (error) {
    if (!isMeantimeError(error)) throw error
    io.err([error.message, error.safe, error.hint].filter(Boolean).join(' '))
    return error.kind === 'input' ? 2 : 1
  }
}

/** A text to print, or what to run. A flag wins over its variable. Throws USAGE. */
function readCommand({ argv, env, log }: ServerIo): string | ServerOptions {
  const flags = readFlags(argv)
  if (flags.help) return HELP
  if (flags.version) return VERSION
  const level = oneOf('--log', flags.log ?? env.MEANTIME_SERVER_LOG ?? 'info', LEVELS)
  return {
    dataDir: flags.data ?? env.MEANTIME_SERVER_DATA ?? 'meantime-server-data',
    host: flags.host ?? env.MEANTIME_SERVER_HOST ?? DEFAULT_HOST,
    port: portNumber(flags.port ?? env.MEANTIME_SERVER_PORT ?? String(DEFAULT_PORT)),
    registration: oneOf('--registration', flags.registration ?? env.MEANTIME_SERVER_REGISTRATION ?? 'open', MODES),
    trustProxy: flags['trust-proxy'] ?? env.MEANTIME_SERVER_TRUST_PROXY === '1',
    logger: { level, stream: log },
  }
}

const LEVELS = ['silent', 'error', 'warn', 'info', 'debug'] as const
const MODES = ['open', 'closed'] as const

function readFlags(argv: readonly string[]) {
  const text = { type: 'string' } as const
  const yes = { type: 'boolean' } as const
  const options = { data: text, host: text, port: text, registration: text, log: text } as const
  try {
    return parseArgs({ args: [...argv], options: { ...options, 'trust-proxy': yes, version: yes, help: yes } }).values
  } catch (error) {
    throw usage(error instanceof Error ? error.message : 'The options are not understood.')
  }
}

function portNumber(text: string): number {
  const port = /^\d{1,5}$/.test(text) ? Number(text) : Number.NaN
  if (port <= 65_535) return port
  throw usage(`--port must be a number from 0 to 65535, not "${text}".`)
}

function oneOf<T extends string>(flag: string, text: string, allowed: readonly T[]): T {
  const found = allowed.find((value) => value === text)
  if (found !== undefined) return found
  throw usage(`${flag} must be one of ${allowed.join(', ')}, not "${text}".`)
}

const usage = (message: string) => new MeantimeError({ code: 'USAGE', kind: 'input', message, hint: 'See --help.' })
