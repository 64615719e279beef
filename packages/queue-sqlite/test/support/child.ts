import { fileURLToPath } from 'node:url'
import { execa } from 'execa'
import { onTestFinished } from 'vitest'

export type Mode = 'record' | 'modules' | 'lock' | 'hold' | 'claim'

const SCRIPT = fileURLToPath(new URL('./child.mjs', import.meta.url))

/** Starts a program of its own on the file; it is gone when the test is over. */
export function child(
  mode: Mode,
  file: string,
  { count = 1, env = {} }: { count?: number; env?: Record<string, string> } = {},
) {
  const program = execa(process.execPath, [SCRIPT, mode, file, String(count)], {
    env,
    reject: false,
    lines: true,
    stdin: 'ignore',
  })
  onTestFinished(() => {
    program.kill('SIGKILL')
  })
  return program
}
