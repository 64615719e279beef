import { token } from '../container.js'

export type LogFields = Readonly<Record<string, unknown>>

/** Structured log. Never pass a token or a payload; wrap what could be secret in `Secret`. */
export interface Logger {
  debug(message: string, fields?: LogFields): void
  info(message: string, fields?: LogFields): void
  warn(message: string, fields?: LogFields): void
  error(message: string, fields?: LogFields): void
}

export const LOGGER = token<Logger>('meantime.Logger')
