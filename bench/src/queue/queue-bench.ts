import { type Part, runParts } from '../run-parts.js'
import { depthPart } from './depth.js'
import { loopbackPart } from './loopback.js'
import { type QueueBenchOptions, readOptions, USAGE } from './options.js'
import { peersPart } from './peers.js'
import { scalePart } from './scale.js'
import { wakeUpPart } from './wake-up.js'

const PARTS: readonly Part<QueueBenchOptions>[] = [
  ['depth', depthPart],
  ['scale', scalePart],
  ['peers', peersPart],
  ['wake-up', wakeUpPart],
  ['loopback', loopbackPart],
]

/** Exit codes: 0, 1 for a missed goal under --strict, 2 for unknown words. */
export async function queueBench(args: readonly string[]): Promise<number> {
  let options: QueueBenchOptions
  try {
    options = readOptions(args)
  } catch (error) {
    process.stderr.write(`${(error as Error).message}\n\n${USAGE}`)
    return 2
  }
  return runParts('queue', PARTS, options)
}
