import { existsSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'

/**
 * The program of Electron where there is one. Its package is not imported, because it would download what is missing; its
 * binary is there only when somebody ran `npx install-electron`, or named a folder by ELECTRON_OVERRIDE_DIST_PATH.
 */
export function findElectron(environment: NodeJS.ProcessEnv = process.env): string | undefined {
  const named = environment.ELECTRON_OVERRIDE_DIST_PATH
  if (named) return [join(named, PROGRAM), join(named, 'electron')].find((path) => existsSync(path))
  try {
    const folder = dirname(createRequire(import.meta.url).resolve('electron/package.json'))
    const program = join(folder, 'dist', readFileSync(join(folder, 'path.txt'), 'utf8').trim())
    return existsSync(program) ? program : undefined
  } catch {
    return undefined
  }
}

const PROGRAM =
  { win32: 'electron.exe', darwin: 'Electron.app/Contents/MacOS/Electron' }[process.platform as string] ?? 'electron'
