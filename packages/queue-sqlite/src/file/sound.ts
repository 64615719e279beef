import { readFileSync, statSync, writeFileSync } from 'node:fs'

/*
 * A full check reads the whole file, too much for every start of a command line. So whoever closes the database notes
 * what the file looks like from outside; a file that looks different at the next start was changed by something else
 * (a broken disk, a backup put back, a program that was killed while it wrote) and is checked once.
 */

/** Best effort: without the note the next start checks. */
export function rememberSound(file: string): void {
  try {
    const look = lookOf(file)
    if (look !== undefined && look !== remembered(file)) writeFileSync(noteFor(file), look)
  } catch {
    // A full disk.
  }
}

export function looksAsRemembered(file: string): boolean {
  const look = lookOf(file)
  return look !== undefined && look === remembered(file)
}

/** Bytes; 0 when nobody has noted it. */
export function sizeRemembered(file: string): number {
  const size = Number(remembered(file)?.split(' ')[0] ?? 0)
  return Number.isSafeInteger(size) ? size : 0
}

const noteFor = (file: string): string => `${file}.sound`

function lookOf(file: string): string | undefined {
  const stat = statSync(file, { bigint: true, throwIfNoEntry: false })
  return stat && [stat.size, stat.mtimeNs, stat.ctimeNs, stat.ino].join(' ')
}

function remembered(file: string): string | undefined {
  try {
    return readFileSync(noteFor(file), 'latin1')
  } catch {
    return undefined
  }
}
