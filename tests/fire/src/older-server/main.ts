import { randomRuns } from '../random-runs/random-runs.js'
import { commandsFor } from './commands.js'
import { makeTemplate, run } from './run.js'

await randomRuns({
  name: 'older-server',
  title: 'An older server against the promises',
  defaults: { runs: 500, commands: 60 },
  tellEvery: 100,
  commandsFor,
  makeTemplate,
  run,
})
