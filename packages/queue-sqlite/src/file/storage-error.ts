import { type ErrorDetails, isMeantimeError, MeantimeError } from '@meantime/core'

const KEPT = 'Everything recorded before is still in the file.'
const NOT_TAKEN = 'This one change was not recorded; everything recorded before is safe.'

type Sentence = Pick<ErrorDetails, 'code' | 'message' | 'safe' | 'hint'>

const FULL: Sentence = {
  code: 'DISK_FULL',
  message: 'The disk is full.',
  safe: NOT_TAKEN,
  hint: 'Free some space and do it again.',
}
const READ_ONLY: Sentence = {
  code: 'DATABASE_READ_ONLY',
  message: 'The database cannot be written: the file or its folder is read-only.',
  safe: NOT_TAKEN,
  hint: 'Give yourself write access to the data folder, or choose another one.',
}
const CANNOT_OPEN: Sentence = {
  code: 'DATABASE_CANNOT_OPEN',
  message: 'The database file cannot be opened.',
  safe: 'Nothing was changed.',
  hint: 'Check that the data folder exists and belongs to you.',
}

/** By the first part of SQLite's result code (sqlite.org/rescode.html) or by the operating system's. */
const SENTENCES: Readonly<Record<string, Sentence>> = {
  SQLITE_FULL: FULL,
  ENOSPC: FULL,
  EDQUOT: FULL,
  SQLITE_READONLY: READ_ONLY,
  EROFS: READ_ONLY,
  SQLITE_CANTOPEN: CANNOT_OPEN,
  SQLITE_PERM: CANNOT_OPEN,
  SQLITE_AUTH: CANNOT_OPEN,
  EACCES: CANNOT_OPEN,
  EPERM: CANNOT_OPEN,
  ENOTDIR: CANNOT_OPEN,
  EEXIST: CANNOT_OPEN,
  SQLITE_IOERR: {
    code: 'DISK_ERROR',
    message: 'The disk reported an error.',
    safe: NOT_TAKEN,
    hint: 'Check the disk and its free space, then do it again.',
  },
  SQLITE_CORRUPT: {
    code: 'DATABASE_CORRUPT',
    message: 'The database file is damaged.',
    safe: 'Nothing in it was deleted, and what can be read of it is kept.',
    hint: 'Do it again: the damaged file is set aside then, and work goes on with what could be read.',
  },
  SQLITE_NOTADB: {
    code: 'NOT_A_DATABASE',
    message: 'The file is not a database.',
    safe: 'Nothing in it was deleted, and what can be read of it is kept.',
    hint: 'Do it again: the file is set aside then, and work goes on with what could be read.',
  },
  SQLITE_BUSY: {
    code: 'DATABASE_BUSY',
    message: 'Another program keeps the database busy.',
    safe: NOT_TAKEN,
    hint: 'Close other Meantime windows, or try again in a moment.',
  },
  SQLITE_NOMEM: {
    code: 'OUT_OF_MEMORY',
    message: 'There was not enough memory for the database.',
    safe: NOT_TAKEN,
    hint: 'Close other programs and do it again.',
  },
}
const SAME: Readonly<Record<string, string>> = { SQLITE_LOCKED: 'SQLITE_BUSY', SQLITE_PROTOCOL: 'SQLITE_BUSY' }

/** What a person can be told about a failure of the disk or the database. Other errors come back as they are. */
export function storageError(error: unknown): unknown {
  if (isMeantimeError(error)) return error
  const code = isDamage(error) && baseCode(error) === 'SQLITE_IOERR' ? 'SQLITE_CORRUPT' : baseCode(error)
  if (code === undefined) return error
  // The shared memory of the `-wal` is a file too, and could not grow.
  if ((error as { code?: unknown }).code === 'SQLITE_IOERR_SHMSIZE') return diskFull(error)
  const sentence = SENTENCES[SAME[code] ?? code]
  if (sentence) return new MeantimeError({ ...sentence, kind: 'storage', cause: error })
  if (!code.startsWith('SQLITE_')) return error
  const constraint = code === 'SQLITE_CONSTRAINT'
  return new MeantimeError({
    code: constraint ? 'ROW_REFUSED' : 'DATABASE_ERROR',
    kind: constraint ? 'bug' : 'storage',
    message: `The database refused the change: ${(error as Error).message}.`,
    safe: constraint ? 'Nothing was changed.' : KEPT,
    cause: error,
  })
}

export const diskFull = (cause: unknown): MeantimeError => new MeantimeError({ ...FULL, kind: 'storage', cause })

export const isBusy = (error: unknown): boolean => {
  const code = baseCode(error) ?? ''
  return (SAME[code] ?? code) === 'SQLITE_BUSY'
}

/** Trouble that is about the disk's room or another process, not about what was to be done: later it may go well. */
export function isRoomOrTime(error: unknown): boolean {
  const code = baseCode(isMeantimeError(error) ? error.cause : error) ?? ''
  return /^(SQLITE_(FULL|BUSY|IOERR|NOMEM|READONLY|CANTOPEN|PERM)|E[A-Z]+)$/.test(SAME[code] ?? code)
}

/**
 * The file's content is not, or no longer, a sound database; also when the error was made readable already. A page that
 * the file ends before is damage too, not a failure of the disk.
 */
export function isDamage(error: unknown): boolean {
  if (isMeantimeError(error)) return error.cause !== undefined && isDamage(error.cause)
  if ((error as { code?: unknown } | null)?.code === 'SQLITE_IOERR_SHORT_READ') return true
  return /^SQLITE_(NOTADB|CORRUPT)$/.test(baseCode(error) ?? '')
}

/** What SQLite reads without complaint, but nobody can have written. */
export const damaged = (what: string): Error => Object.assign(new Error(what), { code: 'SQLITE_CORRUPT' })

export const damagedRow = (table: string, seq: number): Error =>
  damaged(`row ${seq} of ${table} is not as it was written`)

/** After these SQLite may have rolled back the whole transaction, not just the statement. */
export function spoilsTransaction(error: unknown): boolean {
  const code = baseCode(error)
  return code?.startsWith('SQLITE_') === true && code !== 'SQLITE_CONSTRAINT' && code !== 'SQLITE_TOOBIG'
}

function baseCode(error: unknown): string | undefined {
  const code = (error as { code?: unknown } | null | undefined)?.code
  if (typeof code !== 'string') return undefined
  return code.startsWith('SQLITE_') ? code.split('_').slice(0, 2).join('_') : code
}
