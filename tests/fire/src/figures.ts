import { parseArgs } from 'node:util'

/** `--runs 1000 --seed 7` and the like; what is not named keeps its default. Exits with 2 on a word it does not know. */
export function numbersFromArgs<const T extends Record<string, number>>(defaults: T): Record<keyof T, number> {
  const options = Object.fromEntries(Object.keys(defaults).map((name) => [name, { type: 'string' as const }]))
  try {
    const { values } = parseArgs({ options })
    return Object.fromEntries(
      Object.entries(defaults).map(([name, value]) => {
        const given = values[name]
        const number = given === undefined ? value : Number(given)
        if (!Number.isSafeInteger(number) || number < 0) throw new Error(`--${name} takes a whole number`)
        return [name, number]
      }),
    ) as Record<keyof T, number>
  } catch (error) {
    process.stderr.write(
      `${(error as Error).message}\nKnown: ${Object.keys(defaults)
        .map((name) => `--${name} N`)
        .join(' ')}\n`,
    )
    process.exit(2)
  }
}

/** The one closing line of a test command; a violation makes the exit code 1. */
export function conclude(task: string, figures: string, violations: number): void {
  process.stdout.write(`\n${task}: ${figures}, ${violations} violations\n`)
  process.exitCode = violations > 0 ? 1 : 0
}
