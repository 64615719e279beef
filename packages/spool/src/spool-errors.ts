import { isMeantimeError, MeantimeError } from '@meantime/core'
import { codeOf } from './spool-disk.js'

export const emptyBlob = (): MeantimeError =>
  new MeantimeError({ code: 'BLOB_EMPTY', kind: 'input', message: 'A picture with nothing in it was not kept.' })

export function spoolError(error: unknown): MeantimeError {
  if (isMeantimeError(error)) return error
  const code = codeOf(error)
  const full = code === 'ENOSPC' || code === 'EDQUOT'
  return new MeantimeError({
    code: full ? 'DISK_FULL' : 'SPOOL_FAILED',
    kind: 'storage',
    message: full
      ? 'The disk is full; a picture could not be kept.'
      : `A picture could not be kept (${code ?? 'unknown reason'}).`,
    safe: 'Your tracked time is not affected.',
    hint: full ? 'Make room on the disk.' : 'Check that the data folder can be written.',
    cause: error,
  })
}
