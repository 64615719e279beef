import { parseArgs } from 'node:util'
import { PART_WORDS, partOptions, wholeNumber } from '../part-options.js'
import type { PartOptions } from '../run-parts.js'

export interface QueueBenchOptions extends PartOptions {
  /** The deepest queue that is measured; the other depths below it are measured too. */
  readonly depth: number
  readonly synchronous: 'FULL' | 'NORMAL'
  /** Tasks that are delivered over loopback. */
  readonly drain: number
  readonly repetitions: number
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
      ...PART_WORDS,
    },
  })
  const synchronous = values.synchronous.toUpperCase()
  if (synchronous !== 'FULL' && synchronous !== 'NORMAL') throw new Error('--synchronous takes FULL or NORMAL')
  const depth = wholeNumber('depth', values.depth)
  return {
    depth,
    synchronous,
    drain: values.drain === undefined ? (depth >= 1_000_000 ? 1_000_000 : 30_000) : wholeNumber('drain', values.drain),
    repetitions: wholeNumber('repetitions', values.repetitions),
    ...partOptions(values),
  }
}
