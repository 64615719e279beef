import { spawn } from 'node:child_process'
import type { CliIo } from './io.js'

/** The real outside world. `entry` is the script that runs the command line. */
export function processIo(entry: string): CliIo {
  return {
    stdout: process.stdout,
    stderr: process.stderr,
    stdin: process.stdin,
    env: process.env,
    ask: process.stdin.isTTY
      ? {
          email: async () => (await import('./prompt.js')).terminal.email(),
          password: async () => (await import('./prompt.js')).terminal.password(),
          choose: async (question, choices) => (await import('./prompt.js')).terminal.choose(question, choices),
          text: async (question) => (await import('./prompt.js')).terminal.text(question),
          agree: async (question) => (await import('./prompt.js')).terminal.agree(question),
        }
      : undefined,
    view: process.stdin.isTTY
      ? async (file, interrupted) => (await import('./viewer.js')).view(file, interrupted)
      : undefined,
    interrupted: interruptions(),
    runDetached: (args) => runDetached(entry, args),
  }
}

/** The first Ctrl-C asks the command to end; the second one does not ask. */
function interruptions(): AbortSignal {
  const controller = new AbortController()
  const interrupt = () => {
    if (controller.signal.aborted) process.exit(130)
    controller.abort()
  }
  process.on('SIGINT', interrupt)
  process.on('SIGTERM', interrupt)
  return controller.signal
}

/** A process of its own that outlives this one and its terminal. That it cannot be started loses nothing. */
function runDetached(entry: string, args: readonly string[]): void {
  const { MEANTIME_PASSWORD: _, ...env } = process.env
  const child = spawn(process.execPath, [entry, ...args], { detached: true, stdio: 'ignore', windowsHide: true, env })
  child.on('error', () => undefined)
  child.unref()
}
