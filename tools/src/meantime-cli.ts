import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { execa } from 'execa'

/** The checkout's folder. */
export const ROOT = fileURLToPath(new URL('../..', import.meta.url))
const BIN = join(ROOT, 'apps/cli/bin/meantime.js')

export interface CliRun {
  readonly exitCode: number
  readonly stdout: string
  readonly stderr: string
}

export interface CliOptions {
  /** For `--password-stdin`. */
  readonly input?: string
  /** Whether recording also starts a delivery in the background. @default false */
  readonly autoSync?: boolean
}

/** Runs the real command line as its own process on one data folder. Never throws for a non-zero exit. */
export async function meantime(dataDir: string, args: readonly string[], options: CliOptions = {}): Promise<CliRun> {
  const { input, autoSync = false } = options
  const result = await execa(process.execPath, [BIN, ...args], {
    reject: false,
    ...(input === undefined ? { stdin: 'ignore' } : { input }),
    env: {
      MEANTIME_DATA_DIR: dataDir,
      MEANTIME_TOKEN_STORE: 'file',
      MEANTIME_AUTO_SYNC: autoSync ? '1' : '0',
      NO_COLOR: '1',
    },
  })
  return { exitCode: result.exitCode ?? 1, stdout: result.stdout, stderr: result.stderr }
}
