import { type Part, runParts } from '../run-parts.js'
import { electronPart } from './electron.js'
import { type DesktopBenchOptions, readOptions, USAGE } from './options.js'
import { paintPart } from './paint.js'
import { queriesPart } from './queries.js'
import { restPart } from './rest.js'
import { scrollPart } from './scroll.js'
import { seenPart } from './seen.js'
import { startPart } from './start.js'

const PARTS: readonly Part<DesktopBenchOptions>[] = [
  ['start', startPart],
  ['paint', paintPart],
  ['rest', restPart],
  ['seen', seenPart],
  ['queries', queriesPart],
  ['scroll', scrollPart],
  ['electron', electronPart],
]

/** Exit codes: 0, 1 for a missed goal under --strict, 2 for unknown words. */
export async function desktopBench(args: readonly string[]): Promise<number> {
  try {
    return await runParts('desktop', PARTS, readOptions(args))
  } catch (error) {
    if (!(error as { code?: string }).code?.startsWith('ERR_PARSE_ARGS') && !(error as Error).message.startsWith('--'))
      throw error
    process.stderr.write(`${(error as Error).message}\n\n${USAGE}`)
    return 2
  }
}
