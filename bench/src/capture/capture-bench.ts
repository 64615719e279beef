import { type Findings, type Goal, goalSheet, render, type Sheet } from '../report.js'
import { memoryPart } from './memory.js'
import { type CaptureBenchOptions, readOptions, USAGE } from './options.js'
import { shotPart } from './shot.js'
import { stepsPart } from './steps.js'

const PARTS: readonly (readonly [string, (options: CaptureBenchOptions) => Promise<Findings>])[] = [
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
  const sheets: Sheet[] = []
  const goals: Goal[] = []
  for (const [name, part] of PARTS) {
    if (options.only.length > 0 && !options.only.includes(name)) continue
    process.stderr.write(`measuring ${name} …\n`)
    const found = await part(options)
    sheets.push(...found.sheets)
    goals.push(...found.goals)
    if (!options.json) for (const sheet of found.sheets) process.stdout.write(render(sheet))
  }
  if (options.json) process.stdout.write(`${JSON.stringify({ options, sheets, goals }, null, 2)}\n`)
  else process.stdout.write(render(goalSheet(goals)))
  const missed = goals.filter(({ met }) => !met).length
  const out = options.json ? process.stderr : process.stdout
  out.write(`\nbench capture: ${goals.length - missed} goals met, ${missed} missed\n`)
  return missed > 0 && options.strict ? 1 : 0
}
