import { join } from 'node:path'
import { codeOf, ifThere, type SpoolDisk } from './spool-disk.js'

/** On its way out; only a sweep and a removal make and take these. */
export const trashOf = (name: string): string => `${name}.trash`

/**
 * Removes files whatever their age, but for those that are in use. All are moved out of sight before the question, so
 * that whoever puts the same content meanwhile, and names it, finds it missing and puts it again. A removal that is
 * killed is finished by the next sweep.
 */
export async function removeBlobs(
  folder: string,
  disk: SpoolDisk,
  sha256s: readonly string[],
  inUse: () => Promise<ReadonlySet<string>>,
): Promise<number> {
  const moved: string[] = []
  for (const name of sha256s) if (await moveAway(folder, disk, name)) moved.push(name)
  if (moved.length === 0) return 0
  const needed = await inUse().catch(async (error: unknown) => {
    for (const name of moved) await putBack(folder, disk, name)
    throw error
  })
  let removed = 0
  for (const name of moved) {
    if (needed.has(name)) await putBack(folder, disk, name)
    else {
      await disk.rm(join(folder, trashOf(name)), { force: true })
      removed += 1
    }
  }
  return removed
}

/** False when it is not there. */
export async function moveAway(folder: string, disk: SpoolDisk, name: string): Promise<boolean> {
  const moving = disk.rename(join(folder, name), join(folder, trashOf(name)))
  return (await ifThere(moving.then(() => true))) ?? false
}

export async function putBack(folder: string, disk: SpoolDisk, name: string): Promise<void> {
  const trash = join(folder, trashOf(name))
  try {
    await disk.link(trash, join(folder, name))
  } catch (error) {
    // It is there once more already, with the same content; or whoever moved it away too has dealt with it.
    if (codeOf(error) !== 'EEXIST' && codeOf(error) !== 'ENOENT') throw error
  }
  await disk.rm(trash, { force: true })
}
