import { randomRuns } from '../random-runs/random-runs.js'
import { commandsFor } from './commands.js'
import { makeTemplate, run } from './run.js'

await randomRuns({
  name: 'model',
  title: 'Random use against the promises',
  defaults: { runs: 1000, commands: 100 },
  tellEvery: 200,
  commandsFor,
  makeTemplate,
  run: (template, commands, seed, number) => run(template, commands, seed, number % 100 === 1),
})
