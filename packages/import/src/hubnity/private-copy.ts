import { rmSync, writeFileSync } from 'node:fs'
import { mkdir, mkdtemp, open, readdir, rm, rmdir } from 'node:fs/promises'
import { join } from 'node:path'
import { type Clock, isMeantimeError, MeantimeError, runs } from '@meantime/core'
import Database from 'better-sqlite3'
import { sourceError } from '../import-errors.js'
import { type OnBytes, snapshot } from './snapshot.js'

export interface PrivateCopy {
  readonly database: Database.Database
  close(): Promise<void>
}

export interface CopyOptions {
  /** A folder of our own for it; made 0700 when it is missing. */
  readonly scratch: string
  readonly clock: Pick<Clock, 'sleep'>
  readonly onBytes?: OnBytes | undefined
}

const PREFIX = 'import-'
const TRIES = 50
const PAUSE_MS = 100

/**
 * A database of another program, to be read. SQLite would make a `-shm` beside the original, so it gets a copy, `-wal`
 * included. The copy holds what the original holds, tokens too: where the system allows it (not on Windows) its files
 * have no names any more while they are read, so that also kill -9 leaves nothing (decision 161).
 */
export async function openPrivateCopy(source: string, options: CopyOptions): Promise<PrivateCopy> {
  await sweep(options.scratch)
  const folder = await mkdtemp(join(await made(options.scratch), `${PREFIX}${process.pid}-`))
  try {
    for (let tries = 0; tries < TRIES; tries += 1) {
      const database = await copied(source, folder, options.onBytes ?? (() => undefined))
      if (database) return { database, close: () => closed(database, folder, options.scratch) }
      await options.clock.sleep(PAUSE_MS)
    }
    throw sourceError('SOURCE_BUSY', `${source} is being written all the time.`, 'Close that program and try again.')
  } catch (error) {
    await rm(folder, { recursive: true, force: true })
    throw explained(error, source)
  }
}

/** Undefined when it was rewritten meanwhile. */
async function copied(source: string, folder: string, onBytes: OnBytes): Promise<Database.Database | undefined> {
  const file = join(folder, 'copy.db')
  writeFileSync(file, '', { mode: 0o600 })
  // SQLite has the file open from here on, and reads nothing of it before the first statement.
  const database = new Database(file)
  const content = await open(file, 'r+')
  try {
    // A file of that name must be there, though not this one: SQLite looks at it when it opens the log.
    if (unlinked(file)) writeFileSync(file, '', { mode: 0o600 })
    if (!(await snapshot(source, { database: content, file }, onBytes))) {
      database.close()
      return undefined
    }
  } catch (error) {
    database.close()
    throw error
  } finally {
    await content.close()
  }
  return readable(database, file)
}

function readable(database: Database.Database, file: string): Database.Database {
  try {
    // Without shared memory, so that no -shm is needed; what the log holds is read with the first statement.
    database.pragma('locking_mode = EXCLUSIVE')
    database.prepare('SELECT count(*) FROM sqlite_schema').get()
    database.pragma('query_only = ON')
    return database
  } catch (error) {
    database.close()
    throw error
  } finally {
    for (const suffix of ['-wal', '-journal']) unlinked(file + suffix)
  }
}

/** Not where a file that is open keeps its name (Windows): it goes when it is closed, or with the next import. */
function unlinked(file: string): boolean {
  try {
    rmSync(file, { force: true })
    return true
  } catch {
    return false
  }
}

async function closed(database: Database.Database, folder: string, scratch: string): Promise<void> {
  database.close()
  await rm(folder, { recursive: true, force: true })
  // Unless another import is using it.
  await rmdir(scratch).catch(() => undefined)
}

async function made(folder: string): Promise<string> {
  await mkdir(folder, { recursive: true, mode: 0o700 })
  return folder
}

/** What an import left that was killed. */
async function sweep(scratch: string): Promise<void> {
  const names = await readdir(scratch).catch(() => [])
  for (const name of names) {
    const pid = Number(/^import-(\d+)-/.exec(name)?.[1])
    if (pid > 0 && !runs(pid)) await rm(join(scratch, name), { recursive: true, force: true })
  }
}

/** What an error of SQLite's or the disk's means for a person; others as they are. */
export function explained(error: unknown, source: string): unknown {
  const code = (error as { code?: unknown }).code
  if (isMeantimeError(error) || typeof code !== 'string') return error
  if (code === 'ENOSPC' || code === 'SQLITE_FULL') return noRoom(error)
  if (code === 'EACCES' || code === 'EPERM')
    return sourceError('SOURCE_NOT_ALLOWED', `You may not read ${source}.`, 'Check who owns it.', error)
  return isDamage(code) ? notReadable(source, error) : error
}

/** SQLITE_ERROR is also what a head of an unknown format gives, and a table whose definition was hit. */
const isDamage = (code: string): boolean =>
  code === 'SQLITE_NOTADB' || code === 'SQLITE_ERROR' || code.startsWith('SQLITE_CORRUPT')

function noRoom(cause: unknown): MeantimeError {
  return new MeantimeError({
    code: 'IMPORT_NO_ROOM',
    kind: 'storage',
    message: 'There is no room on the disk for a copy of the database, which an import reads from.',
    safe: 'Nothing was imported, and the file was not changed.',
    hint: 'Free some space and try again.',
    cause,
  })
}

export function notReadable(source: string, cause?: unknown): MeantimeError {
  const hint = 'If you have an older copy of it, try that one.'
  return sourceError('SOURCE_DAMAGED', `${source} is no database, or is damaged where it begins.`, hint, cause)
}
