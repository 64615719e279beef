import { type FileHandle, link, mkdir, open, readdir, rename, rm, stat, statfs, utimes } from 'node:fs/promises'

export type OpenFile = Pick<FileHandle, 'writev' | 'read' | 'sync' | 'close' | 'stat'>

/** What the spool needs of a disk; tests give one that fails, or dies, at any step. */
export interface SpoolDisk {
  open(path: string, flags: string, mode?: number): Promise<OpenFile>
  mkdir(path: string, options: { recursive: true; mode: number }): Promise<unknown>
  readdir(path: string): Promise<string[]>
  stat(path: string): Promise<{ readonly size: number; readonly mtimeMs: number }>
  rename(from: string, to: string): Promise<void>
  link(from: string, to: string): Promise<void>
  utimes(path: string, accessed: Date, modified: Date): Promise<void>
  rm(path: string, options: { force: true }): Promise<void>
  /** How much room there is. Absent where that cannot be asked. */
  statfs?(path: string): Promise<{ readonly blocks: number; readonly bavail: number; readonly bsize: number }>
}

export const systemDisk: SpoolDisk = {
  open,
  mkdir,
  readdir: (path) => readdir(path),
  stat,
  rename,
  link,
  utimes,
  rm,
  statfs: (path) => statfs(path),
}

/** Bytes that are left for us; undefined where the disk does not say, as some network disks do not. */
export async function roomOn(disk: SpoolDisk, path: string): Promise<number | undefined> {
  const found = await disk.statfs?.(path).catch(() => undefined)
  return found === undefined || found.blocks === 0 ? undefined : found.bavail * found.bsize
}

export const codeOf = (error: unknown): string | undefined => (error as NodeJS.ErrnoException | undefined)?.code

/** Undefined instead of ENOENT. */
export async function ifThere<T>(work: Promise<T>): Promise<T | undefined> {
  try {
    return await work
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return undefined
    throw error
  }
}

/** Makes the names in a folder durable. Windows has no such call; there a rename is durable with the volume's log. */
export async function syncFolder(disk: SpoolDisk, folder: string): Promise<void> {
  if (process.platform === 'win32') return
  const handle = await disk.open(folder, 'r')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}
