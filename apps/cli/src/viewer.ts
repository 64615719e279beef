import { spawn } from 'node:child_process'
import { input } from '@inquirer/prompts'
import { MeantimeError } from '@meantime/core'

/**
 * Opens a file with the desktop's own program for it and waits until the person has seen it, or interrupts. No program
 * tells when it is closed: on most systems another one shows it that runs already.
 */
export async function view(file: string, interrupted: AbortSignal | undefined): Promise<void> {
  const failed = open(file)
  const signal = AbortSignal.any([failed, ...(interrupted ? [interrupted] : [])])
  // Ctrl-C is an answer too.
  await input({ message: 'Press Enter when you have seen it' }, { output: process.stderr, signal }).catch(() => '')
  if (failed.aborted) throw noViewer()
}

/** Aborts when nothing could be opened. */
function open(file: string): AbortSignal {
  const { MEANTIME_PASSWORD: _, ...env } = process.env
  const failed = new AbortController()
  const [command, args] = opener(file)
  const child = spawn(command, args, { detached: true, stdio: 'ignore', env })
  child.on('error', () => failed.abort())
  // Windows' explorer ends with 1 when all went well.
  child.on('exit', (code) => code !== 0 && process.platform !== 'win32' && failed.abort())
  child.unref()
  return failed.signal
}

function opener(file: string): [command: string, args: string[]] {
  if (process.platform === 'darwin') return ['open', [file]]
  if (process.platform === 'win32') return ['explorer.exe', [file]]
  return ['xdg-open', [file]]
}

const noViewer = () =>
  new MeantimeError({
    code: 'NO_VIEWER',
    kind: 'state',
    message: 'No program could be opened that shows pictures.',
    safe: 'No unencrypted copy was left.',
    hint: 'Name a file by --output and look at it yourself.',
  })
