import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { CLOCK, type Logger, override, silentLogger } from '@meantime/core'
import { ManualClock } from '@meantime/testkit'
import { onTestFinished } from 'vitest'
import { Agent } from '../../src/agent/agent.js'
import { configure } from '../../src/agent/configuration.js'
import { openAnswer } from '../../src/bridge/answer.js'
import type { Bridge } from '../../src/bridge/bridge.js'
import type { OperationName } from '../../src/bridge/operations.js'

export async function temporaryFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'meantime-desktop-'))
  onTestFinished(() => rm(folder, { recursive: true, force: true }))
  return folder
}

export interface DeskOptions {
  readonly folder?: string
  readonly clock?: ManualClock | undefined
  readonly environment?: Record<string, string>
  readonly logger?: Logger
}

/** The real agent on a real database in a folder of its own, on a clock that the test moves; somebody sits there. */
export async function openDesk({ folder, clock, environment = {}, logger = silentLogger }: DeskOptions = {}) {
  const dataDir = folder ?? (await temporaryFolder())
  const configuration = await configure({ dataDir, environment: { MEANTIME_TOKEN_STORE: 'memory', ...environment } })
  const presence = { state: async () => ({ idleMs: 0, locked: false }) }
  const overrides = clock ? [override(CLOCK, () => clock)] : []
  const agent = await Agent.open({ configuration, logger, extras: { presence, overrides } })
  if (!(agent instanceof Agent)) throw new Error('the folder has an agent already')
  let stopped: Promise<void> | undefined
  const stop = () => {
    stopped ??= agent.stop()
    return stopped
  }
  onTestFinished(stop)
  const ask = (async (name: OperationName, input: unknown = {}) =>
    openAnswer(name, JSON.parse(JSON.stringify(await agent.dispatch(name, input))))) as Bridge['ask']
  return { agent, ask, folder: dataDir, stop, paths: configuration.paths }
}

/** On a Monday at 09:00 UTC, or at another moment, with time to move. */
export async function manualDesk({ at, ...options }: Omit<DeskOptions, 'clock'> & { readonly at?: number } = {}) {
  const clock = new ManualClock(at)
  return { clock, ...(await openDesk({ ...options, clock })) }
}

/** The code that the bridge refused with. */
export const refusalOf = (asked: Promise<unknown>): Promise<string> =>
  asked.then(
    () => 'nothing was refused',
    (error: { problem?: { code?: string } }) => error.problem?.code ?? String(error),
  )

export const MINUTE = 60_000
