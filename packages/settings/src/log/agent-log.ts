import { appendFileSync, renameSync, statSync } from 'node:fs'
import type { Clock, LogFields, Logger } from '@meantime/core'
import type { Settings } from '../keys.js'
import { pinoLogger } from './pino-logger.js'

const LARGEST_BYTES = 1024 * 1024
/** What goes on being so (nobody is signed in, no display) is not said each time. */
const SAY_AGAIN_MS = 60 * 60_000

/** The log of a program that nobody watches: `meantime.log` and one older part of it, in the data folder. */
export function agentLog(file: string, level: Settings['logLevel'], clock: Clock): Logger {
  return sparing(pinoLogger({ write: (line) => append(file, line) }, level), clock)
}

/** A disk without room must not stop anything. */
function append(file: string, line: string): void {
  try {
    if ((statSync(file, { throwIfNoEntry: false })?.size ?? 0) > LARGEST_BYTES) renameSync(file, `${file}.1`)
    appendFileSync(file, line, { mode: 0o600 })
  } catch {
    // There is nobody to tell.
  }
}

function sparing(logger: Logger, clock: Clock): Logger {
  const said = new Map<string, number>()
  const at =
    (level: keyof Logger) =>
    (message: string, fields: LogFields = {}) => {
      const key = `${level} ${message} ${String(fields.code ?? fields.error ?? '')}`
      const now = clock.monotonic()
      if (now - (said.get(key) ?? Number.NEGATIVE_INFINITY) < SAY_AGAIN_MS) return
      if (said.size > 1000) said.clear()
      said.set(key, now)
      logger[level](message, fields)
    }
  return { debug: at('debug'), info: at('info'), warn: at('warn'), error: at('error') }
}
