import { rmSync } from 'node:fs'
import { conclude, numbersFromArgs } from '../figures.js'
import { commandsFor } from './commands.js'
import { fastFolder } from './fast-folder.js'
import { makeTemplate, run } from './run.js'
import { shrink } from './shrink.js'

const RANDOM_SEED = Math.floor(Math.random() * 2 ** 31)
/** `path` is the number of one run; 0 means all of them. */
const { runs, commands, seed, path } = numbersFromArgs({ runs: 1000, commands: 100, seed: RANDOM_SEED, path: 0 })
const write = (text: string) => process.stdout.write(text)

write(`Random use against the promises: ${runs} runs of ${commands} commands, seed ${seed}\n`)
const folder = fastFolder()
let violations = 0
let done = 0
try {
  const template = await makeTemplate(folder)
  const [first, last] = path > 0 ? [path, path] : [1, runs]
  for (let number = first; number <= last && violations < 3; number += 1) {
    const own = (seed + number * 7919) % 2 ** 31
    const list = commandsFor(own, commands)
    const failure = await run(template, list, own, number % 100 === 1)
    done += failure?.done ?? list.length
    if (failure) {
      violations += 1
      await tell(template, list.slice(0, failure.done), own, number)
    }
    if (process.stdout.isTTY) write(`\r${number - first + 1} of ${last - first + 1} runs`)
    else if (number % 200 === 0) write(`${number} runs\n`)
  }
} finally {
  rmSync(folder, { recursive: true, force: true })
}
conclude('model', `${path > 0 ? 1 : runs} runs × ${commands} commands (${done} done), seed ${seed}`, violations)

async function tell(template: string, list: ReturnType<typeof commandsFor>, own: number, number: number) {
  const again = async (fewer: typeof list) => run(template, fewer, own, number % 100 === 1)
  const shortest = await shrink(list, async (fewer) => (await again([...fewer])) !== undefined)
  const { error } = (await again([...shortest])) ?? { error: new Error('did not fail when it was done again') }
  write(`\nRun ${number} broke a promise. Again: --seed ${seed} --path ${number} --commands ${commands}\n`)
  write(`${error.constructor.name === 'Violation' ? error.message : error.stack}\nAfter:\n`)
  for (const command of shortest) write(`  ${JSON.stringify(command)}\n`)
}
