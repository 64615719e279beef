import { writeSync } from 'node:fs'
import type { SpoolDisk } from '@meantime/spool'
import Database from 'better-sqlite3'

/*
 * Every step that a child takes on disk, in the database or on the wire is counted; MEANTIME_KILL_AT names the one at
 * which it dies. The products know nothing of it.
 */
const killAt = process.env.MEANTIME_KILL_AT ?? ''
const taken: string[] = []
const met = new Map<string, number>()

/** In order, each with how often it was met by then: `disk.rename#2`. */
export const stepsTaken = (): readonly string[] => taken

export function step(name: string): void {
  const times = (met.get(name) ?? 0) + 1
  met.set(name, times)
  taken.push(`${name}#${times}`)
  if (`${name}#${times}` !== killAt) return
  writeSync(2, `${name}\n`)
  process.kill(process.pid, 'SIGKILL')
}

/** The same object, with a step before and after each call. */
export function stepping<T extends object>(name: string, target: T, only?: readonly string[]): T {
  return new Proxy(target, {
    get(object, key) {
      const value: unknown = Reflect.get(object, key)
      if (typeof value !== 'function' || typeof key !== 'string') return value
      if (only && !only.includes(key)) return value.bind(object)
      return (...args: unknown[]) => {
        step(`${name}.${key}`)
        const result: unknown = value.apply(object, args)
        return result instanceof Promise ? result.finally(() => step(`${name}.${key} done`)) : result
      }
    },
  })
}

/** Of a file only what changes it is a step. */
export function steppingDisk(disk: SpoolDisk): SpoolDisk {
  const changing = stepping('disk', disk, ['open', 'mkdir', 'rename', 'link', 'utimes', 'rm'])
  return new Proxy(changing, {
    get(object, key) {
      if (key !== 'open') return Reflect.get(object, key)
      return async (...args: Parameters<SpoolDisk['open']>) =>
        stepping('file', await object.open(...args), ['writev', 'sync'])
    },
  })
}

/** A step when a transaction has written its rows, and one when SQLite has committed them. */
export function stepThroughCommits(): void {
  const original = Database.prototype.transaction
  const staged =
    <A extends unknown[], R>(name: string, run: (...args: A) => R) =>
    (...args: A): R => {
      const result = run(...args)
      step(name)
      return result
    }
  const transaction: typeof original = function (this: Database.Database, work) {
    const made = original.call(this, staged('commit', work)) as ReturnType<typeof original<typeof work>>
    const ways = (['default', 'deferred', 'immediate', 'exclusive'] as const).map(
      (way) => [way, staged('committed', made[way])] as const,
    )
    return Object.assign(staged('committed', made), Object.fromEntries(ways)) as unknown as typeof made
  }
  Database.prototype.transaction = transaction
}
