import { accessSync, constants, mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** A new folder, in memory where the system has such a place: thousands of databases are made and thrown away. */
export function fastFolder(): string {
  return mkdtempSync(join(memory() ?? tmpdir(), 'meantime-fire-'))
}

function memory(): string | undefined {
  try {
    accessSync('/dev/shm', constants.W_OK)
    return '/dev/shm'
  } catch {
    return undefined
  }
}
