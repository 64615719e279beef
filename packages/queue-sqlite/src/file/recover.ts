import { closeSync, existsSync, fsyncSync, openSync, renameSync, rmSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import type { SqliteQueueSettings } from '../options.js'
import { type DamageMark, damageMark, markDamaged, unmarkDamaged } from './damage-mark.js'
import type { Recovery } from './finish.js'
import { type Carved, carve } from './salvage/carve.js'
import { nameAside, setAside } from './set-aside.js'
import { rememberSound, sizeRemembered } from './sound.js'
import { isRoomOrTime } from './storage-error.js'
import { type FileDeps, layNew } from './upgrade.js'

/**
 * Sets a damaged file aside, makes a new one of what can be read of it, and puts that in its place. The caller must be
 * alone with the file. A crash at any point, or a full disk, is gone on from at the next start; whatever else goes
 * wrong with the salvage, work goes on with an empty file and the person is told.
 */
export async function recover(
  settings: SqliteQueueSettings,
  deps: FileDeps,
  known: Pick<DamageMark, 'queueRows'>,
): Promise<void> {
  const { file } = settings
  const mark = damageMark(file)
  const aside =
    mark?.aside === undefined ? nameAside(file, deps.clock.now()) : join(dirname(file), basename(mark.aside))
  const { queueRows } = mark?.aside === undefined ? known : mark
  if (mark?.aside === undefined) markDamaged(file, { aside: basename(aside), queueRows })
  const replaced = existsSync(aside) && existsSync(file)
  if (!replaced) {
    if (!existsSync(aside)) setAside(file, aside)
    await replace(settings, deps, { aside, queueRows })
  }
  rememberSound(file)
  unmarkDamaged(file)
}

async function replace(
  settings: SqliteQueueSettings,
  deps: FileDeps,
  { aside, queueRows }: { aside: string; queueRows: number | undefined },
): Promise<void> {
  const { file } = settings
  const name = basename(aside)
  const fresh = { ...settings, file: `${file}.new` }
  try {
    await lay({ aside: name, carved: carve(aside, sizeRemembered(file)), queueRows })
  } catch (error) {
    if (isRoomOrTime(error)) throw error
    deps.logger.error('a damaged database could not be salvaged; it is kept, and a new one begun', {
      aside: name,
      error: String(error),
    })
    await lay({ aside: name, carved: undefined, queueRows: undefined })
  }
  renameSync(fresh.file, file)
  syncFolder(dirname(file))

  function lay(recovery: Recovery & { readonly carved: Carved | undefined }): Promise<void> {
    for (const suffix of ['', '-wal', '-shm', '-journal']) rmSync(fresh.file + suffix, { force: true })
    return layNew(fresh, deps, recovery)
  }
}

/** So that the rename is on the disk before the mark is gone. Windows cannot do it and need not. */
function syncFolder(folder: string): void {
  try {
    const handle = openSync(folder, 'r')
    try {
      fsyncSync(handle)
    } finally {
      closeSync(handle)
    }
  } catch {
    // Not supported here.
  }
}
