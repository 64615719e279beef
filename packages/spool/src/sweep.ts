import { join } from 'node:path'
import type { Clock } from '@meantime/core'
import type { SpoolSettings } from './file-spool.js'
import { moveAway, putBack, trashOf } from './remove.js'
import { ifThere, type SpoolDisk } from './spool-disk.js'

const BLOB = /^[0-9a-f]{64}$/
const TRASH = /^([0-9a-f]{64})\.trash$/
const PART = /\.part$/

/**
 * Removes what no open task names and what a crash left behind, once it is older than the grace period. The files are
 * listed before the queue is asked, so a task that came in between can only name a file that is too young to go.
 */
export async function sweepSpool(
  settings: SpoolSettings,
  disk: SpoolDisk,
  clock: Clock,
  inUse: () => Promise<ReadonlySet<string>>,
): Promise<number> {
  const names = (await ifThere(disk.readdir(settings.folder))) ?? []
  const sweep = new Sweep(settings, disk, clock.now())
  const old: string[] = []
  for (const name of names) if (BLOB.test(name) && (await sweep.isOld(name))) old.push(name)
  const trash = names.filter((name) => TRASH.test(name))
  const needed = old.length + trash.length > 0 ? await inUse() : new Set<string>()
  let removed = 0
  for (const name of names) if (PART.test(name) && (await sweep.isOld(name))) removed += await sweep.remove(name)
  for (const name of trash) removed += await sweep.empty(name, needed)
  for (const name of old) if (!needed.has(name)) removed += await sweep.discard(name)
  return removed
}

class Sweep {
  constructor(
    private readonly settings: SpoolSettings,
    private readonly disk: SpoolDisk,
    private readonly now: number,
  ) {}

  /** A file from far in the future was written before the clock was put back: it counts as old. */
  async isOld(name: string): Promise<boolean> {
    const found = await ifThere(this.disk.stat(this.pathOf(name)))
    // The time was set in whole ms; on its way through seconds as a double it comes back a hair less.
    return found !== undefined && Math.abs(this.now - Math.round(found.mtimeMs)) > this.settings.graceMs
  }

  /**
   * Between the look at its age and its removal somebody may have put the same content again, and name it in a moment.
   * So it is moved away first and looked at again; what turns out to be young is put back.
   */
  async discard(name: string): Promise<number> {
    const { folder } = this.settings
    const trash = trashOf(name)
    if (!(await moveAway(folder, this.disk, name))) return 0
    if (await this.isOld(trash)) return this.remove(trash)
    await putBack(folder, this.disk, name)
    return 0
  }

  /** What a sweep or a removal that was killed had moved away. */
  async empty(trash: string, needed: ReadonlySet<string>): Promise<number> {
    const name = TRASH.exec(trash)?.[1] ?? ''
    if (!needed.has(name) && (await this.isOld(trash))) return this.remove(trash)
    await putBack(this.settings.folder, this.disk, name)
    return 0
  }

  async remove(name: string): Promise<number> {
    await this.disk.rm(this.pathOf(name), { force: true })
    return 1
  }

  private pathOf(name: string): string {
    return join(this.settings.folder, name)
  }
}
