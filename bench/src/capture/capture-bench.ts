import { type Part, runParts } from '../run-parts.js'
import { memoryPart } from './memory.js'
import { type CaptureBenchOptions, readOptions, USAGE } from './options.js'
import { shotPart } from './shot.js'
import { stepsPart } from './steps.js'

const PARTS: readonly Part<CaptureBenchOptions>[] = [
  ['steps', stepsPart],
  ['shot', shotPart],
  ['memory', memoryPart],
]

/** Exit codes: 0, 1 for a missed goal under --strict, 2 for unknown words. */
export async function captureBench(args: readonly string[]): Promise<number> {
  let options: CaptureBenchOptions
  try {
    options = readOptions(args)
  } catch (error) {
    process.stderr.write(`${(error as Error).message}\n\n${USAGE}`)
    return 2
  }
  return runParts('capture', PARTS, options)
}
