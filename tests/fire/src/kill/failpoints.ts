import type { Factory, Plugin, Token } from '@meantime/core'
import Database from 'better-sqlite3'

/*
 * Named moments at which a child kills itself, given as MEANTIME_FAILPOINT="claim:commit@3" (the third time it comes by).
 * All of it is wrapped around the ports and the driver in the child; the products know nothing of it.
 *   <call>:before     the call is about to begin
 *   <call>:commit     its rows are written, the transaction is still open
 *   <call>:committed  SQLite has committed, nobody has been told
 *   <call>:after      it returned, its caller has not gone on
 */
export const POINTS = {
  producer: [
    ...['record', 'enqueue'].flatMap((call) => [
      `${call}:before`,
      `${call}:commit`,
      `${call}:committed`,
      `${call}:after`,
    ]),
  ],
  worker: [
    ...['lock', 'claim', 'settle', 'unlock'].flatMap((call) =>
      ['before', 'commit', 'committed', 'after'].map((stage) => `${call}:${stage}`),
    ),
    ...['send', 'relock', 'refresh', 'save-tokens', 'retry'].flatMap((call) => [`${call}:before`, `${call}:after`]),
  ],
  server: ['batch:before', 'batch:committed', 'refresh:committed'],
} as const

export type Role = keyof typeof POINTS

const [wanted, times] = (process.env.MEANTIME_FAILPOINT ?? '').split('@')
let left = Number(times ?? 1)
/** What is under way, so that a commit can be told apart by what it commits. */
let call: string | undefined

/** Dies here when this is the moment. */
export function reach(point: string): void {
  if (point !== wanted || --left > 0) return
  process.kill(process.pid, 'SIGKILL')
}

/** The same plugin, with one of its services wrapped. */
export function decorated<T>(plugin: Plugin, token: Token<T>, wrap: (made: T) => T): Plugin {
  return {
    name: plugin.name,
    register: (registry) =>
      plugin.register({
        ...registry,
        provide: <U>(provided: Token<U>, factory: Factory<U>) => {
          const isIt = (provided as symbol) === token
          registry.provide(provided, (resolve) =>
            isIt ? (wrap(factory(resolve) as unknown as T) as unknown as U) : factory(resolve),
          )
        },
      }),
  }
}

/** The same object, with some of its methods dying at their failpoints. */
export function watch<T extends object>(target: T, calls: Partial<Record<keyof T, string>>): T {
  return new Proxy(target, {
    get(object, key) {
      const value: unknown = Reflect.get(object, key)
      if (typeof value !== 'function') return value
      const name = calls[key as keyof T]
      if (name === undefined) return value.bind(object)
      return (...args: unknown[]) => during(name, () => value.apply(object, args))
    },
  })
}

async function during(name: string, work: () => unknown): Promise<unknown> {
  reach(`${name}:before`)
  call = name
  try {
    return await work()
  } finally {
    call = undefined
    reach(`${name}:after`)
  }
}

/** Watches the outermost transactions of every database that this process opens from now on. */
export function watchCommits(): void {
  const original = Database.prototype.transaction
  let depth = 0
  const outermost = (stage: string) => {
    if (depth === 1 && call !== undefined) reach(`${call}:${stage}`)
  }
  const staged =
    <A extends unknown[], R>(stage: string, run: (...args: A) => R) =>
    (...args: A): R => {
      depth += stage === 'committed' ? 1 : 0
      try {
        const result = run(...args)
        outermost(stage)
        return result
      } finally {
        depth -= stage === 'committed' ? 1 : 0
      }
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
