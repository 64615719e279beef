import { parseArgs } from 'node:util'

export interface CaptureBenchOptions {
  readonly repetitions: number
  /** Over which memory is watched. */
  readonly shots: number
  readonly json: boolean
  /** A missed goal makes the exit code 1. */
  readonly strict: boolean
  /** Only these parts. */
  readonly only: readonly string[]
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
      only: { type: 'string', default: '' },
      json: { type: 'boolean', default: false },
      strict: { type: 'boolean', default: false },
    },
  })
  return {
    repetitions: whole('repetitions', values.repetitions),
    shots: whole('shots', values.shots),
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
