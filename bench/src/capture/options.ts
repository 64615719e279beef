import { parseArgs } from 'node:util'
import { PART_WORDS, partOptions, wholeNumber } from '../part-options.js'
import type { PartOptions } from '../run-parts.js'

export interface CaptureBenchOptions extends PartOptions {
  readonly repetitions: number
  /** Over which memory is watched. */
  readonly shots: number
}

export const USAGE = `npm run bench -- capture [options]
  --repetitions N   default 21
  --shots N         over which memory is watched (default 1000); the first 50 or so only fill what is kept
  --only A,B        some of: steps, shot, memory
  --json            figures as JSON on stdout
  --strict          exit code 1 when a goal is missed
`

/** Throws with a sentence when a word is not known. */
export function readOptions(args: readonly string[]): CaptureBenchOptions {
  const { values } = parseArgs({
    args: [...args],
    options: {
      repetitions: { type: 'string', default: '21' },
      shots: { type: 'string', default: '1000' },
      ...PART_WORDS,
    },
  })
  return {
    repetitions: wholeNumber('repetitions', values.repetitions),
    shots: wholeNumber('shots', values.shots),
    ...partOptions(values),
  }
}
