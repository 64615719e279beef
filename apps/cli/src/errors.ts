import { type ErrorKind, isMeantimeError, MeantimeError } from '@meantime/core'
import { EXIT, type ExitCode } from './exit-codes.js'

const EXIT_FOR_KIND: Readonly<Record<ErrorKind, ExitCode>> = {
  input: EXIT.usage,
  state: EXIT.wrongState,
  auth: EXIT.auth,
  network: EXIT.network,
  storage: EXIT.failure,
  bug: EXIT.failure,
}

export const exitCodeFor = (error: MeantimeError): ExitCode =>
  error.code === INTERRUPTED ? EXIT.interrupted : EXIT_FOR_KIND[error.kind]

export const INTERRUPTED = 'INTERRUPTED'

export const interruptedError = (): MeantimeError =>
  new MeantimeError({
    code: INTERRUPTED,
    kind: 'state',
    message: 'Interrupted.',
    safe: 'What was recorded before is saved on this computer.',
  })

export const inputError = (code: string, message: string, hint: string): MeantimeError =>
  new MeantimeError({ code, kind: 'input', message, safe: 'Nothing was changed.', hint })

/** Anything that was thrown, as something a person may see: the disk's errors in words, everything else as ours. */
export function friendly(thrown: unknown): MeantimeError {
  if (causedBy(thrown, 'ERR_DLOPEN_FAILED')) return otherNodeError(thrown)
  if (isMeantimeError(thrown)) return thrown
  if (thrown instanceof AggregateError) {
    const known = thrown.errors.find((error) => isMeantimeError(error))
    if (known) return known
  }
  return storageError(thrown) ?? unexpectedError(thrown)
}

function causedBy(thrown: unknown, code: string): boolean {
  for (let error = thrown; error instanceof Error; error = error.cause) {
    if ((error as NodeJS.ErrnoException).code === code) return true
  }
  return false
}

/** The commonest cause: Node.js was changed after the installation, and native parts are built for one version. */
function otherNodeError(cause: unknown): MeantimeError {
  return new MeantimeError({
    code: 'NATIVE_PART_UNUSABLE',
    kind: 'storage',
    message: `A native part of Meantime does not work with this Node.js (${process.versions.node}).`,
    safe: 'Your recorded work is untouched.',
    hint: 'Install Meantime again with this version of Node.js, or go back to the one that it was installed with.',
    cause,
  })
}

const DISK_WORDS: Readonly<Record<string, readonly [what: string, hint: string]>> = {
  EROFS: ['is on a read-only disk', 'Choose another folder with --data-dir, or make the disk writable.'],
  EACCES: ['may not be written by you', 'Check who owns it, or choose another folder with --data-dir.'],
  EPERM: ['may not be written by you', 'Check who owns it, or choose another folder with --data-dir.'],
  ENOSPC: ['is on a full disk', 'Free some space and try again.'],
  EDQUOT: ['is on a disk whose quota is used up', 'Free some space and try again.'],
  ENOTDIR: ['has a file where a folder is needed', 'Choose another folder with --data-dir, or move that file away.'],
  EEXIST: ['has a file where a folder is needed', 'Choose another folder with --data-dir, or move that file away.'],
  EISDIR: ['has a folder where a file is needed', 'Choose another folder with --data-dir, or move that folder away.'],
  ENOENT: ['cannot be made', 'Choose another folder with --data-dir.'],
  EMFILE: ['could not be opened: too many files are open', 'Close some programs and try again.'],
  EIO: ['could not be read or written: the disk reports an error', 'Check the disk, and keep a copy of the folder.'],
}

function storageError(thrown: unknown): MeantimeError | undefined {
  const { code, path } = thrown as { code?: unknown; path?: unknown }
  const words = typeof code === 'string' && thrown instanceof Error ? DISK_WORDS[code] : undefined
  if (words === undefined) return undefined
  const where = typeof path === 'string' ? `The data folder (${path})` : 'The data folder'
  return new MeantimeError({
    code: `STORAGE_${String(code)}`,
    kind: 'storage',
    message: `${where} ${words[0]}.`,
    safe: 'Nothing new was recorded, and nothing recorded before has changed.',
    hint: words[1],
    cause: thrown,
  })
}

function unexpectedError(thrown: unknown): MeantimeError {
  const said = thrown instanceof Error ? thrown.message : String(thrown)
  return new MeantimeError({
    code: 'UNEXPECTED',
    kind: 'bug',
    message: `Something went wrong inside Meantime: ${said.split('\n', 1)[0]?.replace(/\.$/, '')}.`,
    safe: 'What was recorded before is still on this computer.',
    hint: 'Run the command again with --verbose and report what it prints.',
    cause: thrown,
  })
}
