import { access, constants, mkdir, stat } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { isMeantimeError, MeantimeError } from '@meantime/core'
import { homeFolder } from './home-folder.js'
import type { Setting } from './setting.js'
import { systemDataFolder } from './system-folder.js'

export interface DataPaths {
  /** The journal and the queue, shared by all programs of one person on one computer. */
  readonly database: string
  readonly settings: string
  /** Who is signed in; nothing secret. */
  readonly profile: string
  /** The refresh token where no keyring can hold it; 0600. */
  readonly tokens: string
  readonly log: string
}

export interface DataFolderSources {
  readonly flag?: string | undefined
  /** @default process.env */
  readonly environment?: Readonly<Record<string, string | undefined>>
  /** @default that of whoever runs this */
  readonly home?: string | undefined
}

export const DATA_FOLDER_FLAG = '--data-dir'
export const DATA_FOLDER_VARIABLE = 'MEANTIME_DATA_DIR'

/**
 * The folder that holds everything of one person on this computer: `--data-dir`, else MEANTIME_DATA_DIR, else where
 * the system keeps data of programs. Always absolute; a leading `~/` is the home folder. Touches no disk. Throws
 * DATA_FOLDER_UNUSABLE where nothing names one.
 */
export function resolveDataFolder(sources: DataFolderSources = {}): Setting<string> {
  const { flag, environment = process.env } = sources
  const home = 'home' in sources ? sources.home : homeFolder()
  if (flag) return { value: absolute(flag, home), origin: 'flag', source: DATA_FOLDER_FLAG }
  const variable = environment[DATA_FOLDER_VARIABLE]
  if (variable) return { value: absolute(variable, home), origin: 'environment', source: DATA_FOLDER_VARIABLE }
  const value = systemDataFolder({ platform: process.platform, environment: process.env, home })
  if (value === undefined) throw homeless()
  return { value, origin: 'default', source: 'default' }
}

export function dataPaths(folder: string): DataPaths {
  return {
    database: join(folder, 'meantime.db'),
    settings: join(folder, 'settings.json'),
    profile: join(folder, 'profile.json'),
    tokens: join(folder, 'tokens.json'),
    log: join(folder, 'meantime.log'),
  }
}

/** What the function below needs of `node:fs/promises`; tests inject a disk that fails. */
export type FolderDisk = Pick<typeof import('node:fs/promises'), 'access' | 'mkdir' | 'stat'>

/**
 * Makes sure the folder exists (made 0700) and can be written. The default one is made with all folders above it; one
 * that somebody named is made only in a folder that exists, so that the path of a disk that is not mounted never
 * fills the disk below it. Throws DATA_FOLDER_UNUSABLE.
 */
export async function prepareDataFolder(
  { value: folder, origin }: Setting<string>,
  disk: FolderDisk = { access, mkdir, stat },
): Promise<void> {
  try {
    await makeFolder(folder, origin === 'default', disk)
    if (!(await disk.stat(folder)).isDirectory()) throw unusable(folder, 'it is not a folder')
    await disk.access(folder, constants.R_OK | constants.W_OK | constants.X_OK)
  } catch (error) {
    if (isMeantimeError(error)) throw error
    const { code } = error as NodeJS.ErrnoException
    throw unusable(folder, REASONS[code ?? ''] ?? `the system says ${code ?? String(error)}`, error)
  }
}

async function makeFolder(folder: string, recursive: boolean, disk: FolderDisk): Promise<void> {
  try {
    await disk.mkdir(folder, { recursive, mode: 0o700 })
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
  }
}

const REASONS: Readonly<Record<string, string>> = {
  EACCES: 'you may not write there',
  EPERM: 'you may not write there',
  EROFS: 'the disk is read-only',
  ENOENT: 'the folder above it does not exist',
  ENOTDIR: 'something above it is not a folder',
  ENOSPC: 'the disk is full',
  EDQUOT: 'your share of the disk is full',
  ENAMETOOLONG: 'its name is too long',
}

function absolute(path: string, home: string | undefined): string {
  return resolve(home === undefined ? path : path.replace(/^~(?=$|[/\\])/, () => home))
}

const NAME_ANOTHER = `${DATA_FOLDER_FLAG} or ${DATA_FOLDER_VARIABLE}`

function homeless(): MeantimeError {
  return new MeantimeError({
    code: 'DATA_FOLDER_UNUSABLE',
    kind: 'storage',
    message: 'Meantime does not know where to keep your data: this user has no home folder.',
    hint: `Name a folder by ${NAME_ANOTHER}.`,
  })
}

function unusable(folder: string, reason: string, cause?: unknown): MeantimeError {
  return new MeantimeError({
    code: 'DATA_FOLDER_UNUSABLE',
    kind: 'storage',
    message: `The data folder ${folder} cannot be used: ${reason}.`,
    hint: `${reason === REASONS.ENOENT ? 'Make that one first, if its disk is there, or name' : 'Name'} another by ${NAME_ANOTHER}.`,
    cause,
  })
}
