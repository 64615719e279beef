import { existsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { systemClock } from '@meantime/core'
import { dataPaths } from '@meantime/settings'
import { agentLog } from '@meantime/settings/log'
import { app, session } from 'electron'
import { agentTrouble } from '../../companion/agent-trouble.js'
import { Companion } from '../../companion/companion.js'
import { SHELL_DEFAULTS } from '../../companion/shell-settings.js'
import { wordsFor } from '../../companion/words/words.js'
import { AgentLink, DESKTOP_RUNS } from './agent-link.js'
import { spawnAgent } from './agent-process.js'
import { PAGE, serveFiles } from './app-protocol.js'
import { HIDDEN } from './autostart.js'
import { ElectronShell } from './electron-shell.js'
import { lockDownSession } from './lock-down.js'
import { setMenu } from './menu.js'
import { connectPage } from './page-channel.js'
import type { Places } from './places.js'
import { power } from './power.js'
import { AppWindow } from './window.js'

const NO_GPU = 'disable-gpu'

/** The app, once Electron is ready: agent, window and companion, in the order in which they are needed. */
export async function run(folder: string, places: Places): Promise<void> {
  const logger = agentLog(dataPaths(folder).log, 'info', systemClock)
  const person = () => power.person()
  const agent = new AgentLink({ spawn: () => spawnAgent({ places, folder }), clock: systemClock, logger, person })
  agent.start()

  serveFiles(session.defaultSession, places.renderer)
  lockDownSession(session.defaultSession)
  setMenu()
  let quitting = false
  let settings = SHELL_DEFAULTS
  const window = new AppWindow({
    places,
    session: session.defaultSession,
    hides: () => !quitting && settings.closeToTray,
    onStuck: startWithoutGraphics,
  })
  connectPage(agent, () => window.current())

  const shell = new ElectronShell(window, places.icons, () => companion.open())
  const languages = app.getPreferredSystemLanguages()
  let words = wordsFor('system', languages)
  const companion = new Companion({
    shell,
    bridge: agent.bridge(),
    clock: systemClock,
    open: () => shell.openWindow(PAGE),
    languages,
    onSettings: (now, inTheirLanguage) => {
      settings = now
      words = inTheirLanguage
    },
  })
  window.onClosed(() => onceInALifetime('told-of-tray', () => shell.notify(words.hidden)))
  agent.onStanding(agentTrouble(systemClock, (problem) => companion.agentTrouble(problem)))
  agent.onStanding((standing, { code }) => {
    // Its window was asked for; one without an agent is of no use.
    if (standing === 'refused' && code === DESKTOP_RUNS) app.quit()
  })
  const offPower = power.onChange((change) => agent.send({ kind: 'power', change }))

  agent.onShow(() => companion.open())
  app.on('second-instance', (_event, args) => {
    if (!args.includes(HIDDEN)) companion.open()
  })
  app.on('activate', () => companion.open())
  app.on('window-all-closed', () => app.quit())
  app.on('before-quit', () => {
    quitting = true
  })
  let ended = false
  app.on('will-quit', (event) => {
    if (ended) return
    event.preventDefault()
    offPower()
    companion.stop()
    // In a turn of its own: within this one, which it is when no agent is there to be waited for, Electron still takes
    // itself to be quitting and passes over the call.
    void agent.stop().finally(() =>
      setImmediate(() => {
        ended = true
        app.quit()
      }),
    )
  })
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => app.quit())

  if (!process.argv.includes(HIDDEN)) companion.open()
  await companion.start()
}

/** Once, and for this run alone: a driver may be well the next time. */
function startWithoutGraphics(): void {
  if (app.commandLine.hasSwitch(NO_GPU)) return
  app.relaunch({ args: [...process.argv.slice(1), `--${NO_GPU}`] })
  app.quit()
}

function onceInALifetime(name: string, run: () => void): void {
  const file = join(app.getPath('userData'), name)
  if (existsSync(file)) return
  run()
  try {
    writeFileSync(file, '')
  } catch {
    // It is told again.
  }
}
