import type { LogFields, Logger } from '@meantime/core'
import { pino } from 'pino'

interface Sink {
  write(text: string): unknown
}

/** JSON lines (pino) for --verbose and for the agent's file. Secrets print themselves as `[secret]`. */
export function pinoLogger(sink: Sink, level: 'debug' | 'info' | 'warn' | 'error' = 'debug'): Logger {
  const log = pino({ base: { program: 'meantime' }, level }, { write: (line) => void sink.write(line) })
  const at =
    (level: 'debug' | 'info' | 'warn' | 'error') =>
    (message: string, fields: LogFields = {}) =>
      log[level](fields, message)
  return { debug: at('debug'), info: at('info'), warn: at('warn'), error: at('error') }
}
