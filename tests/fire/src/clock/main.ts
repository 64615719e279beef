import { rmSync } from 'node:fs'
import { conclude, numbersFromArgs } from '../figures.js'
import { fastFolder } from '../model/fast-folder.js'
import { makeTemplate } from '../model/run.js'
import { Violation } from '../model/violation.js'
import type { Setting } from './computer.js'
import { dayTotals } from './days.js'
import { deadlinesEnd, everythingArrives } from './unstuck.js'
import { timesAsRecorded } from './worked.js'

const SCENARIOS: readonly (readonly [string, (setting: Setting) => Promise<void>])[] = [
  ['Everything arrives within 16 minutes of true time, whatever the clock did', everythingArrives],
  ['Leases, locks and waits end, whatever the clock did', deadlinesEnd],
  ['Worked times are as recorded: jumps, sleep, travel', timesAsRecorded],
  ['Days add up where clocks change', dayTotals],
]

const { runs, seed } = numbersFromArgs({ runs: 500, seed: Math.floor(Math.random() * 2 ** 31) })
const write = (text: string) => process.stdout.write(text)
const folder = fastFolder()
let violations = 0
write(`Clocks that jump: ${SCENARIOS.length} scenarios × ${runs} runs, seed ${seed}\n`)
try {
  const template = await makeTemplate(folder)
  for (const [name, scenario] of SCENARIOS) {
    let failed = 0
    for (let run = 0; run < runs && failed < 3; run += 1) {
      await scenario({ template, seed: seed + run }).catch((error: Error) => {
        failed += 1
        const told = error instanceof Violation ? error.message : error.stack
        write(`\n  again: --runs 1 --seed ${seed + run}\n  ${told}\n`)
      })
      if (process.stdout.isTTY) write(`\r${run + 1} of ${runs}  `)
    }
    violations += failed
    write(`${failed ? '✗' : '✓'} ${name}\n`)
  }
} finally {
  rmSync(folder, { recursive: true, force: true })
}
conclude('clock', `${SCENARIOS.length} scenarios × ${runs} runs, seed ${seed}`, violations)
