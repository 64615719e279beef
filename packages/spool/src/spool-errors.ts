import { isMeantimeError, MeantimeError } from '@meantime/core'
import { codeOf } from './spool-disk.js'

const TIME_IS_SAFE = 'Your tracked time is not affected.'

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

export const diskNearlyFull = (): MeantimeError =>
  new MeantimeError({
    code: 'DISK_FULL',
    kind: 'storage',
    message: 'The disk is full but for a little room that is left for your tracked time; a picture could not be kept.',
    safe: TIME_IS_SAFE,
    hint: 'Make room on the disk.',
  })

export const blobDamaged = (cause?: unknown): MeantimeError =>
  new MeantimeError({
    code: 'BLOB_DAMAGED',
    kind: 'storage',
    message: 'A picture was damaged on the disk.',
    safe: TIME_IS_SAFE,
    cause,
  })

export const blobKeyLost = (): MeantimeError =>
  new MeantimeError({
    code: 'BLOB_KEY_LOST',
    kind: 'storage',
    message: 'The key that a picture was encrypted with is gone from this computer; nobody can read it any more.',
    safe: TIME_IS_SAFE,
    hint: 'If you moved or restored the data folder, bring the keyring of the same user along.',
  })

export const keyUnavailable = (reason: string): MeantimeError =>
  new MeantimeError({
    code: 'SPOOL_KEY_UNAVAILABLE',
    kind: 'storage',
    message: `The keyring that holds the key of your pictures cannot be used: ${reason.replace(/\.$/, '')}.`,
    safe: 'Your tracked time is not affected, and no picture is kept unencrypted.',
    hint: 'Unlock the keyring, or sign in to the desktop.',
  })
