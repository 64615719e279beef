import { parseArgs } from 'node:util'

export interface QueueBenchOptions {
  /** The deepest queue that is measured; the other depths below it are measured too. */
  readonly depth: number
  readonly synchronous: 'FULL' | 'NORMAL'
  /** Tasks that are delivered over loopback. */
  readonly drain: number
  readonly repetitions: number
  readonly json: boolean
  /** A missed goal makes the exit code 1. */
  readonly strict: boolean
  /** Only these parts. */
  readonly only: readonly string[]
}

export const USAGE = `npm run bench -- queue [options]
  --depth N         deepest queue measured (default 100000; 1000000 for the full run)
  --synchronous S   FULL (default) or NORMAL, for all that is compared
  --drain N         tasks delivered over loopback (default 30000, 1000000 with --depth 1000000)
  --repetitions N   default 11
  --only A,B        some of: depth, scale, peers, wake-up, loopback
  --json            figures as JSON on stdout
  --strict          exit code 1 when a goal is missed
`

/** Throws with a sentence when a word is not known. */
export function readOptions(args: readonly string[]): QueueBenchOptions {
  const { values } = parseArgs({
    args: [...args],
    options: {
      depth: { type: 'string', default: '100000' },
      synchronous: { type: 'string', default: 'FULL' },
      drain: { type: 'string' },
      repetitions: { type: 'string', default: '11' },
      only: { type: 'string', default: '' },
      json: { type: 'boolean', default: false },
      strict: { type: 'boolean', default: false },
    },
  })
  const synchronous = values.synchronous.toUpperCase()
  if (synchronous !== 'FULL' && synchronous !== 'NORMAL') throw new Error('--synchronous takes FULL or NORMAL')
  const depth = whole('depth', values.depth)
  return {
    depth,
    synchronous,
    drain: values.drain === undefined ? (depth >= 1_000_000 ? 1_000_000 : 30_000) : whole('drain', values.drain),
    repetitions: whole('repetitions', values.repetitions),
    json: values.json,
    strict: values.strict,
    only: values.only.split(',').filter((word) => word !== ''),
  }
}

function whole(name: string, text: string): number {
  const number = Number(text)
  if (!Number.isSafeInteger(number) || number < 1) throw new Error(`--${name} takes a whole number above 0`)
  return number
}
