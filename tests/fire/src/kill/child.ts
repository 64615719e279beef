import type { Random } from '@meantime/core'
import { seededRandom } from '@meantime/testkit/seeded-random'

export interface Orders {
  readonly folder: string
  readonly server: string
  readonly port: number
  readonly seed: number
  readonly random: Random
}

/** What the parent hands a child over in its environment. */
export function orders(): Orders {
  const { MEANTIME_FOLDER = '', MEANTIME_SERVER = '', MEANTIME_PORT = '0', MEANTIME_SEED = '1' } = process.env
  // Without its parent a child has no business any more.
  process.once('disconnect', () => process.exit(0))
  const seed = Number(MEANTIME_SEED)
  return {
    folder: MEANTIME_FOLDER,
    server: MEANTIME_SERVER,
    port: Number(MEANTIME_PORT),
    seed,
    random: seededRandom(seed),
  }
}

export const ready = (more: object = {}): void => void process.send?.({ ready: true, ...more })

/** Ends the child in a way that the parent takes for a failure of the program: nobody killed it. */
export function failed(error: unknown): never {
  process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`)
  process.exit(9)
}
