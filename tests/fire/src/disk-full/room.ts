import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, statfsSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const BLOCK = 4096
const SIZE = 6 * 1024 * 1024

/** A small file system of our own, which can be filled to the block. */
export interface Room {
  readonly folder: string
  /** Leaves room for so many blocks of 4 KiB, and for so many new files. */
  leave(blocks: number, files?: number): void
  /** Makes room again. */
  free(): void
  close(): void
}

/** Undefined where none can be mounted: that needs Linux and root. */
export function mountRoom(): Room | undefined {
  if (process.platform !== 'linux' || process.getuid?.() !== 0) return undefined
  const folder = mkdtempSync(join(tmpdir(), 'meantime-full-'))
  try {
    const options = `size=${SIZE},nr_inodes=400,mode=700`
    execFileSync('mount', ['-t', 'tmpfs', '-o', options, 'meantime-disk-full', folder], { stdio: 'ignore' })
  } catch {
    rmSync(folder, { recursive: true })
    return undefined
  }
  const filler = join(folder, 'filler')
  const free = () => rmSync(filler, { recursive: true, force: true })
  const close = () => {
    process.off('exit', close)
    // Lazily, because a run that failed may have left a file open.
    execFileSync('umount', ['-l', folder], { stdio: 'ignore' })
    rmSync(folder, { recursive: true, force: true })
  }
  // Also after Ctrl-C: a mount must not be left behind.
  process.on('exit', close)
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(130))
  return { folder, leave, free, close }

  function leave(blocks: number, files = 100): void {
    free()
    mkdirSync(filler)
    for (let n = statfsSync(folder).ffree - files - 1; n > 0; n -= 1) writeFileSync(join(filler, `file-${n}`), '')
    const { bavail } = statfsSync(folder)
    if (bavail > blocks) writeFileSync(join(filler, 'blocks'), Buffer.alloc((bavail - blocks) * BLOCK))
  }
}
