import type { MeantimeError } from '@meantime/core'
import { systemZone } from '@meantime/core/zone'
import { exitCodeFor, friendly } from './errors.js'
import type { ExitCode } from './exit-codes.js'
import type { CliIo } from './io.js'
import { localeOf } from './output/locale.js'
import { printable } from './output/printable.js'
import { timeFormat } from './time/format.js'

/** Prints what went wrong, in one line for a person or as one JSON document, on stderr. Never a stack trace. */
export function reportFailure(thrown: unknown, io: CliIo, asJson: boolean): ExitCode {
  const error = friendly(thrown)
  io.stderr.write(asJson ? `${JSON.stringify({ error: errorDocument(error) })}\n` : `${errorLine(error, io)}\n`)
  return exitCodeFor(error)
}

function errorDocument({ code, kind, message, safe, hint }: MeantimeError) {
  return { code, kind, message, safe: safe ?? null, hint: hint ?? null }
}

/** What happened. What is safe. What to do. */
function errorLine({ message, safe, hint }: MeantimeError, io: CliIo): string {
  const line = [message, safe, hint].filter((part) => part !== undefined && part !== '').join(' ')
  return printable(inLocalTime(line, io))
}

/** Core speaks of instants in UTC; people live in their own zone. */
function inLocalTime(text: string, { env }: CliIo): string {
  const zone = systemZone()
  const { momentWithDay } = timeFormat({ zone, locale: localeOf(env) })
  return text.replace(/\b\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z/g, (iso) => momentWithDay(Date.parse(iso)))
}
