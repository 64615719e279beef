import { type Logger, systemClock } from '@meantime/core'
import { agentLog } from '@meantime/settings/log'
import { Agent, type AgentOptions, type HandedOver } from './agent.js'
import { type Configuration, configure, workSettings } from './configuration.js'

export interface Prepared {
  readonly configuration: Configuration
  readonly logger: Logger
}

/** The data folder and the log of a program that nobody watches. Throws DATA_FOLDER_UNUSABLE. */
export async function prepare(dataDir: string | undefined): Promise<Prepared> {
  const configuration = await configure({ dataDir })
  const { logLevel } = await workSettings(configuration)
  return { configuration, logger: agentLog(configuration.paths.log, logLevel, systemClock) }
}

/** Works until `end` resolves, or another desktop takes over. */
export async function runAgent(
  options: AgentOptions,
  work: (agent: Agent) => Promise<{ readonly end: Promise<void>; close(): Promise<void> }>,
): Promise<HandedOver | undefined> {
  const agent = await Agent.open(options)
  if (!(agent instanceof Agent)) return agent
  try {
    const { end, close } = await work(agent)
    try {
      await Promise.race([end, agent.lost])
    } finally {
      await close()
    }
  } finally {
    await agent.stop()
  }
  return undefined
}

/**
 * Resolves at Ctrl-C, or when the system asks for an end. The listeners stay: what removes temporary files at an end (of
 * `atomically`) sends the signal once more, which without one would kill us while we finish what we write.
 */
export const interrupted = (): Promise<void> =>
  new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => resolve())
  })
