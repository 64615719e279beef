import { isMeantimeError, MeantimeError } from '@meantime/core'
import { sqliteCode } from './sqlite.js'

export const tooNewError = (file: string) =>
  new MeantimeError({
    code: 'DATABASE_TOO_NEW',
    kind: 'storage',
    message: `The database ${file} was written by a newer version of the Meantime server.`,
    safe: 'Nothing in it was changed.',
    hint: 'Install that version again, or restore the backup that was made before the update.',
  })

/** Why the database could not be opened, in one sentence. */
export function openingError(file: string, error: unknown): MeantimeError {
  if (isMeantimeError(error)) return error
  const code = sqliteCode(error) ?? (error as NodeJS.ErrnoException | undefined)?.code ?? ''
  const because = REASONS.find(({ codes }) => codes.test(code))
  return new MeantimeError({
    code: because?.code ?? 'DATABASE_NOT_OPENED',
    kind: 'storage',
    message: because ? because.message(file) : `The database ${file} could not be opened.`,
    safe: 'Nothing in it was changed.',
    hint: because?.hint ?? 'See the cause in the log.',
    cause: error,
  })
}

const REASONS = [
  {
    codes: /^(EACCES|EPERM|EROFS|SQLITE_READONLY.*)$/,
    code: 'DATA_FOLDER_READ_ONLY',
    message: (file: string) => `The database ${file} cannot be written: the folder or the file is read-only.`,
    hint: 'Give the user who runs the server the right to write there, or name another folder with --data.',
  },
  {
    codes: /^(ENOENT|ENOTDIR|EEXIST|EISDIR|SQLITE_CANTOPEN.*)$/,
    code: 'DATA_FOLDER_UNUSABLE',
    message: (file: string) => `The database ${file} cannot be created there.`,
    hint: 'Name a folder with --data.',
  },
  {
    codes: /^(ENOSPC|EDQUOT|SQLITE_FULL)$/,
    code: 'DISK_FULL',
    message: (file: string) => `The disk that holds ${file} is full.`,
    hint: 'Make room and start again.',
  },
  {
    codes: /^SQLITE_(NOTADB|CORRUPT).*$/,
    code: 'DATABASE_UNREADABLE',
    message: (file: string) => `The file ${file} is not a readable SQLite database.`,
    hint: 'Restore it from a backup; see the README.',
  },
  {
    codes: /^SQLITE_BUSY.*$/,
    code: 'DATABASE_BUSY',
    message: (file: string) => `The database ${file} is being used by another process.`,
    hint: 'Stop the other process, or wait until it has finished.',
  },
] as const
