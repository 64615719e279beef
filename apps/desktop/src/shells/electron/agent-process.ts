import { type ChildProcess, spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import type { Places } from './places.js'

export interface AgentProcessOptions {
  readonly places: Pick<Places, 'agent' | 'node'>
  readonly folder: string
  /** @default process.env */
  readonly environment?: NodeJS.ProcessEnv
}

/**
 * The agent under a Node of its own: native parts made for Node do not load in Electron, and an Electron that runs as Node
 * is a door that a package keeps shut.
 */
export function spawnAgent({ places, folder, environment = process.env }: AgentProcessOptions): ChildProcess {
  return spawn(nodeFor(places, environment), [places.agent, '--channel'], {
    // JSON is what two versions of Node both speak.
    serialization: 'json',
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    windowsHide: true,
    env: { ...withoutElectron(environment), MEANTIME_DATA_DIR: folder },
  })
}

/** The package's own; in a checkout the one that installed the native parts, which the launcher names. */
export function nodeFor({ node }: Pick<Places, 'node'>, environment: NodeJS.ProcessEnv): string {
  if (node !== undefined) return node
  const named = [environment.MEANTIME_NODE, environment.npm_node_execpath].find((path) => path && existsSync(path))
  return named ?? 'node'
}

/** What is said to Electron is not meant for the agent. */
function withoutElectron(environment: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const meant = Object.entries(environment).filter(([name]) => !/^(ELECTRON_|CHROME_|NODE_OPTIONS$)/.test(name))
  return Object.fromEntries(meant)
}
