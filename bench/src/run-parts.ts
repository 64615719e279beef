import { type Findings, type Goal, goalSheet, render, type Sheet } from './report.js'

export interface PartOptions {
  readonly json: boolean
  /** A missed goal makes the exit code 1. */
  readonly strict: boolean
  /** Only these parts; all when empty. */
  readonly only: readonly string[]
}

export type Part<O> = readonly [name: string, measure: (options: O) => Promise<Findings>]

/** Measures part by part and prints what each found, goals at the end. Exit codes: 0, 1 for a missed goal under strict. */
export async function runParts<O extends PartOptions>(
  bench: string,
  parts: readonly Part<O>[],
  options: O,
): Promise<number> {
  const sheets: Sheet[] = []
  const goals: Goal[] = []
  for (const [name, measure] of parts) {
    if (options.only.length > 0 && !options.only.includes(name)) continue
    process.stderr.write(`measuring ${name} …\n`)
    const found = await measure(options)
    sheets.push(...found.sheets)
    goals.push(...found.goals)
    if (!options.json) for (const sheet of found.sheets) process.stdout.write(render(sheet))
  }
  if (options.json) process.stdout.write(`${JSON.stringify({ options, sheets, goals }, null, 2)}\n`)
  else process.stdout.write(render(goalSheet(goals)))
  const missed = goals.filter(({ met }) => !met)
  const out = options.json ? process.stderr : process.stdout
  out.write('\n')
  // Once more where the output of a long run is looked at first.
  for (const { name, wanted, measured } of missed) out.write(`missed: ${name}, ${measured} where ${wanted} is wanted\n`)
  out.write(`bench ${bench}: ${goals.length - missed.length} goals met, ${missed.length} missed\n`)
  return missed.length > 0 && options.strict ? 1 : 0
}
