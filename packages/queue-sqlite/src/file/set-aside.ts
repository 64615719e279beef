import { existsSync, renameSync, writeFileSync } from 'node:fs'
import { narrow } from './private-file.js'

/** The name that a damaged file gets: `<file>.corrupt-<time>`, in the same folder. */
export function nameAside(file: string, now: number): string {
  const stamp = new Date(now).toISOString().replace(/[-:]|\.\d+/g, '')
  const wanted = `${file}.corrupt-${stamp}`
  let candidate = wanted
  for (let n = 2; ['', '-wal', '-shm'].some((suffix) => existsSync(candidate + suffix)); n += 1)
    candidate = `${wanted}-${n}`
  return candidate
}

/**
 * Renames a damaged file together with its `-wal` and `-shm`, so that nothing of it is lost. The main file goes last:
 * once it is there, all of it is; stopped half-way, it is done again.
 */
export function setAside(file: string, target: string): void {
  for (const suffix of ['-wal', '-shm', '']) {
    if (existsSync(file + suffix)) renameSync(file + suffix, target + suffix)
  }
  if (!existsSync(target)) writeFileSync(target, '', { mode: 0o600 })
  narrow(target)
}
