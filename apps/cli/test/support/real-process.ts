import { fileURLToPath } from 'node:url'
import { execa } from 'execa'

export const BIN = fileURLToPath(new URL('../../bin/meantime.js', import.meta.url))

export interface ProcessOptions {
  readonly input?: string | Uint8Array
  readonly env?: Record<string, string>
}

/** The built command line as its own process; nothing is delivered in the background unless `env` asks for it. */
export async function meantime(folder: string, argv: readonly string[], { input = '', env = {} }: ProcessOptions = {}) {
  const { exitCode, stdout, stderr } = await execa(process.execPath, [BIN, ...argv], {
    reject: false,
    input,
    extendEnv: false,
    env: {
      PATH: process.env.PATH,
      MEANTIME_DATA_DIR: folder,
      MEANTIME_TOKEN_STORE: 'file',
      MEANTIME_AUTO_SYNC: '0',
      TZ: 'UTC',
      ...env,
    },
  })
  return { code: exitCode, stdout, stderr }
}
