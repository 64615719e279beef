import { type ChildProcess, spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { findElectron } from './find-electron.js'

export interface StartElectronOptions {
  /** The data folder. */
  readonly folder: string
  /** For the agent, such as MEANTIME_SERVER. @default process.env */
  readonly environment?: NodeJS.ProcessEnv
  /** For Electron itself. @default none */
  readonly args?: readonly string[]
}

/** The folder that `npm run build` of this package writes for Electron. */
export const ELECTRON_APP = fileURLToPath(new URL('../../../dist-electron', import.meta.url))

/**
 * The app in Electron, out of this checkout; undefined when there is no Electron here, or when this is root's session,
 * which Chromium's sandbox refuses.
 */
export function startElectron({
  folder,
  environment = process.env,
  args = [],
}: StartElectronOptions): ChildProcess | undefined {
  const program = findElectron(environment)
  if (program === undefined || process.getuid?.() === 0) return undefined
  return spawn(program, [...args, ELECTRON_APP], {
    stdio: 'inherit',
    env: { ...environment, MEANTIME_DATA_DIR: folder, MEANTIME_NODE: process.execPath },
  })
}
