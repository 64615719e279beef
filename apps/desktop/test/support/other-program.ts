import { type App, CLOCK, override, silentLogger } from '@meantime/core'
import type { ManualClock } from '@meantime/testkit'
import { onTestFinished } from 'vitest'
import { configure } from '../../src/agent/configuration.js'
import { Session } from '../../src/agent/session.js'

/** Another program on the data folder, such as the command line: its own connection, nothing shared but the disk. */
export async function otherProgram(folder: string, clock?: ManualClock): Promise<App> {
  const configuration = await configure({ dataDir: folder, environment: {} })
  const settings = {
    server: undefined,
    serverKind: 'auto',
    autoSync: false,
    tokenStore: 'memory',
    logLevel: 'info',
    idleLimit: 5,
  } as const
  const extras = clock ? { overrides: [override(CLOCK, () => clock)] } : {}
  const session = await Session.open({ configuration, settings, logger: silentLogger, extras, tell: () => undefined })
  onTestFinished(() => session.close())
  return session.app
}
