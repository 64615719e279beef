import { mkdirSync } from 'node:fs'
import { resolveDataFolder } from '@meantime/settings'

/**
 * The folder of the person's data, made when it is the usual one; one that somebody named is made only in a folder that
 * exists. Synchronous, since where the window keeps its own files must be said before Electron is ready.
 */
export function openDataFolder(args: readonly string[]): string {
  const flag = args.find((arg) => arg.startsWith('--data-dir='))?.slice('--data-dir='.length)
  const { value, origin } = resolveDataFolder({ flag })
  try {
    mkdirSync(value, { recursive: origin === 'default', mode: 0o700 })
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
  }
  return value
}
