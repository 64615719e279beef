import { stat } from 'node:fs/promises'
import { homedir } from 'node:os'
import { isAbsolute, join, resolve } from 'node:path'
import { sourceError } from '../import-errors.js'

const BUNDLE = 'com.balabiturembek.hubnity'
const FILE = 'hubnity.db'

export interface Computer {
  readonly platform: NodeJS.Platform
  readonly env: Readonly<Record<string, string | undefined>>
  readonly home: string
}

/** Where Tauri keeps an app's data (`app_data_dir`), its local data and its configuration, the likeliest first. */
export function usualPlaces({ platform, env, home }: Computer = thisComputer()): readonly string[] {
  return [
    ...new Set(
      parents(platform, env, home)
        .map((parent) => join(parent, BUNDLE, FILE))
        .filter((place) => isAbsolute(place)),
    ),
  ]
}

function parents(platform: NodeJS.Platform, env: Computer['env'], home: string): readonly string[] {
  if (platform === 'darwin') return [join(home, 'Library', 'Application Support')]
  if (platform === 'win32') {
    return [env.APPDATA || join(home, 'AppData', 'Roaming'), env.LOCALAPPDATA || join(home, 'AppData', 'Local')]
  }
  return [env.XDG_DATA_HOME || join(home, '.local', 'share'), env.XDG_CONFIG_HOME || join(home, '.config')]
}

/** The first usual place that has the database; undefined when none has. */
export async function findUsual(computer: Computer = thisComputer()): Promise<string | undefined> {
  for (const place of usualPlaces(computer)) if ((await kindOf(place)) === 'file') return place
  return undefined
}

/** The database that `path` names, itself or the folder around it; without one, the first usual place that has it. */
export async function findDatabase(path: string | undefined, computer: Computer = thisComputer()): Promise<string> {
  if (path !== undefined) return named(resolve(path))
  const places = usualPlaces(computer)
  const found = await findUsual(computer)
  if (found !== undefined) return found
  throw sourceError(
    'HUBNITY_NOT_FOUND',
    places.length === 0
      ? `This user has no home folder, where ${FILE} usually lies.`
      : `No ${FILE} lies in the places where it usually is: ${places.join(', ')}.`,
    `Name it: \`meantime import hubnity /path/to/${FILE}\`.`,
  )
}

async function named(path: string): Promise<string> {
  const kind = await kindOf(path)
  if (kind === 'file') return path
  const inside = join(path, FILE)
  if (kind === 'folder' && (await kindOf(inside)) === 'file') return inside
  const what = kind === 'folder' ? `${path} holds no ${FILE}.` : `There is no file ${path}.`
  throw sourceError('HUBNITY_NOT_FOUND', what, `Name the file ${FILE}, or the folder that it lies in.`)
}

async function kindOf(path: string): Promise<'file' | 'folder' | undefined> {
  try {
    const found = await stat(path)
    return found.isDirectory() ? 'folder' : found.isFile() ? 'file' : undefined
  } catch {
    return undefined
  }
}

/** Asking for it throws for a user that the system has no entry for, as in containers. Nothing lies below no folder. */
function home(): string {
  try {
    return homedir()
  } catch {
    return ''
  }
}

export const thisComputer = (env: Computer['env'] = process.env): Computer => ({
  platform: process.platform,
  env,
  home: home(),
})
