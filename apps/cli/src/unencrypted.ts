import { mkdir, open, readdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { inputError } from './errors.js'

/** Writes a picture where a person wants it, for its owner only. Throws FILE_EXISTS; leaves nothing half. */
export async function exportPicture(path: string, bytes: Uint8Array): Promise<void> {
  const file = await open(path, 'wx', 0o600).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'EEXIST') throw inputError('FILE_EXISTS', 'That file is there already.', 'Name another one.')
    throw error
  })
  try {
    await file.writeFile(bytes)
    await file.close()
  } catch (error) {
    await file.close().catch(() => undefined)
    await rm(path, { force: true })
    throw error
  }
}

/**
 * Gives `use` an unencrypted copy in a private folder and deletes it afterwards, whatever happens. Of a program that was
 * killed meanwhile, the next one deletes it: the copy's name begins with the number of its process.
 */
export async function withPrivateCopy(
  dataFolder: string,
  bytes: Uint8Array,
  ending: string,
  use: (file: string) => Promise<void>,
): Promise<void> {
  const folder = join(dataFolder, 'shown')
  await mkdir(folder, { recursive: true, mode: 0o700 })
  await removeLeftOvers(folder)
  const file = join(folder, `${process.pid}-screenshot.${ending}`)
  try {
    await writeFile(file, bytes, { mode: 0o600, flag: 'w' })
    await use(file)
  } finally {
    await rm(file, { force: true })
  }
}

async function removeLeftOvers(folder: string): Promise<void> {
  for (const name of await readdir(folder)) {
    const pid = Number.parseInt(name, 10)
    if (!(pid > 0) || !isAlive(pid)) await rm(join(folder, name), { force: true })
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}
