import { closeSync, existsSync, fsyncSync, openSync, readFileSync, rmSync, writeSync } from 'node:fs'

/** What is known of a damaged file until a sound one stands in its place; the salvage goes on from it after a crash. */
export interface DamageMark {
  /** The name that the damaged file has now, or is about to get, in the same folder. */
  readonly aside?: string
  /** How many rows the queue's table has; absent when that is damaged too. */
  readonly queueRows?: number | undefined
}

/** On the disk when it returns. Every process that has the file open sees it before its next statement, and lets go. */
export function markDamaged(file: string, mark: DamageMark = {}): void {
  const handle = openSync(markFor(file), 'w', 0o600)
  try {
    writeSync(handle, JSON.stringify(mark))
    fsyncSync(handle)
  } finally {
    closeSync(handle)
  }
}

export const isMarkedDamaged = (file: string): boolean => existsSync(markFor(file))

/** Undefined when there is none; a torn one still says that something is wrong. */
export function damageMark(file: string): DamageMark | undefined {
  try {
    const mark: unknown = JSON.parse(readFileSync(markFor(file), 'utf8'))
    return typeof mark === 'object' && mark !== null ? mark : {}
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ENOENT' ? undefined : {}
  }
}

export function unmarkDamaged(file: string): void {
  rmSync(markFor(file), { force: true })
}

const markFor = (file: string): string => `${file}.damaged`
