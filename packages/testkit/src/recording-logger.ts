import { inspect } from 'node:util'
import type { LogFields, Logger } from '@meantime/core'

export interface LogLine {
  readonly level: 'debug' | 'info' | 'warn' | 'error'
  readonly message: string
  readonly fields: LogFields
}

export interface RecordingLogger extends Logger {
  readonly lines: readonly LogLine[]
  /** Everything that any log writer could print of the lines, causes of errors included: grep it for secrets. */
  text(): string
}

export function recordingLogger(): RecordingLogger {
  const lines: LogLine[] = []
  const keep =
    (level: LogLine['level']) =>
    (message: string, fields: LogFields = {}) => {
      lines.push({ level, message, fields })
    }
  return {
    lines,
    text: () => lines.map(printed).join('\n'),
    debug: keep('debug'),
    info: keep('info'),
    warn: keep('warn'),
    error: keep('error'),
  }
}

const printed = (line: LogLine): string => `${inspect(line, { depth: null, showHidden: true })}\n${asJson(line)}`

function asJson(line: LogLine): string {
  try {
    return JSON.stringify(line)
  } catch {
    return ''
  }
}
