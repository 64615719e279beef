import { parseArgs } from 'node:util'
import { Violation } from '../model/violation.js'
import { Display } from './display.js'
import { chosen } from './scenarios.js'

/** A program: plays the scenarios of one display. It sends a message for each promise that was kept. */
const { values } = parseArgs({
  options: { screens: { type: 'string', default: '0' }, only: { type: 'string', default: '' } },
})
const screens = Number(values.screens)
const here = chosen(values.only).filter((scenario) => scenario.screens === screens)
if (screens === 0) await withoutDisplay()
else await onDisplay(screens === 1 ? 1 : 2)
if (process.connected) process.disconnect()

async function withoutDisplay(): Promise<void> {
  for (const scenario of here) if (scenario.screens === 0) await tell(scenario.title, scenario.run)
}

async function onDisplay(wanted: 1 | 2): Promise<void> {
  const display = await Display.start(wanted).catch((error: Error) => {
    process.stdout.write(`✗ ${here.length} scenarios need a display: ${error.message}\n`)
  })
  if (!display) return
  // Whoever started this program has ended: no display may stay behind.
  const orphaned = () => {
    // What the scenario in hand then says about its display is nobody's to read.
    process.on('uncaughtException', () => undefined)
    void display.stop().finally(() => process.exit(1))
  }
  process.once('disconnect', orphaned)
  process.env.DISPLAY = display.name
  for (const name of ['WAYLAND_DISPLAY', 'XDG_SESSION_TYPE', 'XAUTHORITY']) delete process.env[name]
  try {
    for (const scenario of here) {
      if (scenario.screens !== 0) await tell(scenario.title, () => scenario.run(display))
      await display.closeWindows()
    }
  } finally {
    process.off('disconnect', orphaned)
    await display.stop()
  }
}

async function tell(title: string, run: () => Promise<void>): Promise<void> {
  try {
    await run()
    process.send?.('kept')
    process.stdout.write(`✓ ${title}\n`)
  } catch (error) {
    process.stdout.write(`✗ ${title}\n  ${error instanceof Violation ? error.message : (error as Error).stack}\n`)
  }
}
