import { parseArgs } from 'node:util'
import { PART_WORDS, partOptions, wholeNumber } from '../part-options.js'
import type { PartOptions } from '../run-parts.js'

export interface DesktopBenchOptions extends PartOptions {
  readonly repetitions: number
  readonly entries: number
  readonly tasks: number
  /** Over which the agent is watched at rest. */
  readonly seconds: number
}

export const USAGE = `npm run bench -- desktop [options]
  --repetitions N   default 11
  --entries N       in the journal (default 50000)
  --tasks N         of their tasks that wait, at most 10000 (default 10000)
  --seconds N       over which the agent is watched at rest (default 60)
  --only A,B        some of: start, paint, rest, seen, queries, scroll, electron
  --json            figures as JSON on stdout
  --strict          exit code 1 when a goal is missed
`

/** Throws with a sentence when a word is not known. */
export function readOptions(args: readonly string[]): DesktopBenchOptions {
  const { values } = parseArgs({
    args: [...args],
    options: {
      repetitions: { type: 'string', default: '11' },
      entries: { type: 'string', default: '50000' },
      tasks: { type: 'string', default: '10000' },
      seconds: { type: 'string', default: '60' },
      ...PART_WORDS,
    },
  })
  return {
    repetitions: wholeNumber('repetitions', values.repetitions),
    entries: wholeNumber('entries', values.entries),
    tasks: Math.min(10_000, wholeNumber('tasks', values.tasks)),
    seconds: wholeNumber('seconds', values.seconds),
    ...partOptions(values),
  }
}
