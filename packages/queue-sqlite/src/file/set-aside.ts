import { existsSync, renameSync } from 'node:fs'

/**
 * Renames a damaged file to `<file>.corrupt-<time>` together with its `-wal` and `-shm`, so that nothing is lost and
 * a new one can begin. Returns the new path. The main file goes last: stopped half-way, it is found damaged again.
 */
export function setAside(file: string, now: number): string {
  const stamp = new Date(now).toISOString().replace(/[-:]|\.\d+/g, '')
  const target = unused(`${file}.corrupt-${stamp}`)
  for (const suffix of ['-wal', '-shm', '']) {
    if (existsSync(file + suffix)) renameSync(file + suffix, target + suffix)
  }
  return target
}

function unused(name: string): string {
  let candidate = name
  for (let n = 2; ['', '-wal', '-shm'].some((suffix) => existsSync(candidate + suffix)); n += 1)
    candidate = `${name}-${n}`
  return candidate
}
