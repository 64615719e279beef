import { fork } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { conclude } from '../figures.js'
import { chosen } from './scenarios.js'

/**
 * `npm run test:capture [-- --only words]`: pictures, privacy and presence on displays of our own. Each display has a
 * process of its own, because node-screenshots stays with the first one that it has seen.
 */
const { values } = parseArgs({ options: { only: { type: 'string', default: '' } } })
const scenarios = chosen(values.only)
let violations = 0
for (const screens of [0, 1, 2] as const) {
  const count = scenarios.filter((scenario) => scenario.screens === screens).length
  if (count > 0) violations += await play(screens, count)
}
conclude('capture', `${scenarios.length} scenarios`, violations)

/** Returns how many failed; those that a crash kept from being played have. */
function play(screens: number, count: number): Promise<number> {
  const program = fileURLToPath(new URL('play.js', import.meta.url))
  const player = fork(program, ['--screens', String(screens), '--only', values.only])
  let kept = 0
  player.on('message', () => {
    kept += 1
  })
  return new Promise((resolve) => {
    player.on('exit', (code, signal) => {
      if (code !== 0) process.stdout.write(`✗ The program that plays them ended with ${signal ?? code}\n`)
      resolve(count - kept)
    })
  })
}
