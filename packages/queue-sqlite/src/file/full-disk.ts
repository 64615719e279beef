import { statfsSync } from 'node:fs'
import { dirname } from 'node:path'
import { isMeantimeError } from '@meantime/core'
import { diskFull } from './storage-error.js'

/** What a full disk can look like, when the file that found no room was not the database itself. */
const MAY_MEAN_FULL = ['DISK_ERROR', 'DATABASE_CANNOT_OPEN', 'DATABASE_READ_ONLY']

/** SQLite says that a file beside the database could not be made; here the disk is asked whether that is why. */
export function withFullDiskTold(error: unknown, file: string): unknown {
  return isMeantimeError(error) && MAY_MEAN_FULL.includes(error.code) && isFull(dirname(file))
    ? diskFull(error.cause)
    : error
}

/** Less than SQLite needs beside the database; what it had taken before it failed is free again by now. */
const FEW_BYTES = 64 * 1024
const FEW_FILES = 4

/** No room, or no more files; some file systems do not count their files and say 0 of 0. */
function isFull(folder: string): boolean {
  try {
    const { bavail, bsize, files, ffree } = statfsSync(folder)
    return bavail * bsize < FEW_BYTES || (files > 0 && ffree < FEW_FILES)
  } catch {
    return false
  }
}
