import type { Clock } from '@meantime/core'
import type { HandedOver } from '../../agent/agent.js'
import type { ComposeExtras } from '../../agent/compose.js'
import { prepare, runAgent } from '../../agent/run-agent.js'
import { LoopbackServer } from '../../carriers/loopback/loopback-server.js'
import { type Shown, WebShell } from './web-shell.js'

export interface RunWebShellOptions {
  readonly dataDir: string | undefined
  /** The folder of the built window. */
  readonly window: string
  readonly clock: Clock
  readonly browser: ((file: string) => Promise<unknown>) | undefined
  /** Each time that a window was asked for; the first one is ours. */
  readonly onShown: (shown: Shown) => void
  readonly end: Promise<void>
  /** What is changed of the agent's composition. @default nothing */
  readonly extras?: ComposeExtras | undefined
}

/** The agent, the loopback carrier and the browser, until `end`. Gives who has the data folder when somebody does. */
export async function runWebShell(options: RunWebShellOptions): Promise<HandedOver | undefined> {
  const { dataDir, window, clock, browser, onShown, end, extras = {} } = options
  const { configuration, logger } = await prepare(dataDir)
  let shell: WebShell | undefined
  const show = async () => {
    if (shell) onShown(await shell.show())
  }
  return runAgent({ configuration, logger, extras, show }, async ({ dispatch, notices }) => {
    const carrier = new LoopbackServer({ dispatch, notices, clock, logger }, { window })
    await carrier.start()
    shell = new WebShell({ clock, logger, carrier, folder: configuration.dataDir, browser })
    await show()
    const close = async () => {
      await shell?.stop()
      await carrier.stop()
    }
    return { end, close }
  })
}
