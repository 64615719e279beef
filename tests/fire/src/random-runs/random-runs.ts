import { rmSync } from 'node:fs'
import { conclude, numbersFromArgs } from '../figures.js'
import { fastFolder } from '../model/fast-folder.js'
import type { Failure } from './failure.js'
import { shrink } from './shrink.js'

export interface RandomRuns<Command> {
  /** The first word of the closing line. */
  readonly name: string
  /** The first words of the opening line. */
  readonly title: string
  readonly defaults: { readonly runs: number; readonly commands: number }
  /** Without a terminal a line is written for each so many runs. */
  readonly tellEvery: number
  commandsFor(seed: number, count: number): readonly Command[]
  /** A database that every run copies. */
  makeTemplate(folder: string): Promise<string>
  run(template: string, commands: readonly Command[], seed: number, number: number): Promise<Failure | undefined>
}

/**
 * Runs of random commands, a seed of its own for each; one that fails is told as few commands as still fail. Ends after
 * three. `--path` is the number of one run; 0 means all of them.
 */
export async function randomRuns<Command>(kind: RandomRuns<Command>): Promise<void> {
  const { runs, commands, seed, path } = numbersFromArgs({
    ...kind.defaults,
    seed: Math.floor(Math.random() * 2 ** 31),
    path: 0,
  })
  write(`${kind.title}: ${runs} runs of ${commands} commands, seed ${seed}\n`)
  const folder = fastFolder()
  let violations = 0
  let done = 0
  try {
    const template = await kind.makeTemplate(folder)
    const [first, last] = path > 0 ? [path, path] : [1, runs]
    for (let number = first; number <= last && violations < 3; number += 1) {
      const own = (seed + number * 7919) % 2 ** 31
      const list = kind.commandsFor(own, commands)
      const again = (fewer: readonly Command[]) => kind.run(template, fewer, own, number)
      const failure = await again(list)
      done += failure?.done ?? list.length
      if (failure) {
        violations += 1
        write(`\nRun ${number} broke a promise. Again: --seed ${seed} --path ${number} --commands ${commands}\n`)
        await tell(list.slice(0, failure.done), again)
      }
      if (process.stdout.isTTY) write(`\r${number - first + 1} of ${last - first + 1} runs`)
      else if (number % kind.tellEvery === 0) write(`${number} runs\n`)
    }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
  conclude(kind.name, `${path > 0 ? 1 : runs} runs × ${commands} commands (${done} done), seed ${seed}`, violations)
}

async function tell<Command>(
  list: readonly Command[],
  again: (fewer: readonly Command[]) => Promise<Failure | undefined>,
): Promise<void> {
  const shortest = await shrink(list, async (fewer) => (await again(fewer)) !== undefined)
  const { error } = (await again(shortest)) ?? { error: new Error('did not fail when it was done again') }
  write(`${error.constructor.name === 'Violation' ? error.message : error.stack}\nAfter:\n`)
  for (const command of shortest) write(`  ${JSON.stringify(command)}\n`)
}

const write = (text: string) => process.stdout.write(text)
