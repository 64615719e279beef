import { MeantimeError } from '@meantime/core'
import { writeFile } from 'atomically'

/** How long a file that another program (a virus scanner) holds open is waited for, in ms. */
const PATIENCE_MS = 1000

/**
 * Replaces a file whole or not at all, on the disk when it returns, readable by its owner only. Throws DISK_FULL or
 * FILE_UNWRITABLE.
 */
export async function writePrivately(file: string, text: string): Promise<void> {
  try {
    await writeFile(file, text, { mode: 0o600, timeout: PATIENCE_MS })
  } catch (error) {
    if (isFull(error)) {
      throw new MeantimeError({
        code: 'DISK_FULL',
        kind: 'storage',
        message: `The disk is full: ${file} was not written.`,
        safe: 'What it held before is unchanged.',
        hint: 'Free some space and do it again.',
        cause: error,
      })
    }
    throw new MeantimeError({
      code: 'FILE_UNWRITABLE',
      kind: 'storage',
      message: `${file} cannot be written (${(error as NodeJS.ErrnoException).code ?? 'unknown reason'}).`,
      safe: 'What it held before is unchanged.',
      hint: 'Check that the disk has room and that the folder belongs to you.',
      cause: error,
    })
  }
}

function isFull(error: unknown): boolean {
  const { code } = error as NodeJS.ErrnoException
  return code === 'ENOSPC' || code === 'EDQUOT'
}
