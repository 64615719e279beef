import { parseArgs } from 'node:util'
import { conclude } from '../figures.js'
import { Violation } from '../model/violation.js'
import { DesktopSession } from './desktop-session.js'
import { everyDayScenarios } from './every-day.js'
import { killedDayScenarios } from './killed-day.js'
import { killScenarios } from './kills.js'
import { Notifications } from './notifications.js'
import { Packaged } from './packaged.js'
import { electronRuntime, RUNTIME_VERSION } from './runtime.js'
import { packageScenarios } from './shipped.js'
import { TrayHost } from './tray-menu.js'
import { wallScenarios } from './walls.js'

/**
 * `npm run test:electron [-- --only words]`: the built app in a real Electron, with the real agent and the real page, on a
 * desktop of its own.
 */
const { values } = parseArgs({ options: { only: { type: 'string', default: '' } } })
const scenarios = [
  ...everyDayScenarios,
  ...killScenarios,
  ...killedDayScenarios,
  ...wallScenarios,
  ...packageScenarios,
].filter(({ title }) => title.toLowerCase().includes(values.only.toLowerCase()))

const LIMIT_MS = 4 * 60_000
let kept = 0
try {
  await play()
} catch (error) {
  process.stdout.write(`✗ ${(error as Error).message}\n`)
}
conclude('electron', `${scenarios.length} scenarios on Electron ${RUNTIME_VERSION}`, scenarios.length - kept)

/** Whatever waits for ever is a failure too, and not the end of all scenarios. */
async function inTime(work: Promise<void>): Promise<void> {
  let late: NodeJS.Timeout | undefined
  const limit = new Promise<never>((_resolve, reject) => {
    late = setTimeout(() => reject(new Violation(`not over after ${LIMIT_MS / 60_000} minutes`)), LIMIT_MS)
  })
  await Promise.race([work, limit]).finally(() => clearTimeout(late))
}

async function play(): Promise<void> {
  const runtime = await electronRuntime()
  const session = await DesktopSession.start()
  const tray = await TrayHost.connect(session.bus)
  const notifications = new Notifications(session)
  let made: Packaged | undefined
  const packaged = () => {
    made ??= Packaged.make(runtime)
    return made
  }
  try {
    for (const { title, run } of scenarios) {
      notifications.forget()
      try {
        await inTime(run({ session, tray, notifications, runtime, packaged }))
        kept += 1
        process.stdout.write(`✓ ${title}\n`)
      } catch (error) {
        process.stdout.write(`✗ ${title}\n  ${error instanceof Violation ? error.message : (error as Error).stack}\n`)
      }
    }
  } finally {
    tray.close()
    await session.stop()
    made?.remove()
  }
}
