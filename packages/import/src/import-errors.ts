import { MeantimeError } from '@meantime/core'

const SAFE = 'Nothing was imported, and the file was not changed.'

export function sourceError(code: string, message: string, hint: string, cause?: unknown): MeantimeError {
  return new MeantimeError({ code, kind: 'input', message, safe: SAFE, hint, cause })
}

/** A file that cannot be read as what somebody said that it is. */
export function notThatFormat(format: string, why: string, cause?: unknown): MeantimeError {
  const message = `This cannot be read as ${format}: ${why}.`
  return sourceError(
    'IMPORT_FORMAT_UNKNOWN',
    message,
    'Check that it is the right file, or name another format.',
    cause,
  )
}
