import { type ChildProcess, fork } from 'node:child_process'
import { join } from 'node:path'
import { startElectron } from '@meantime/desktop'
import { ROOT } from '../meantime-cli.js'

const PROGRAM = join(ROOT, 'apps/desktop/bin/meantime-desktop.js')
/** It finishes what it writes; one that does not is not waited for. */
const END_MS = 5000

export interface RunningDesktop {
  /** Where the window is, in words; the first time. */
  readonly shown: Promise<string>
  /** Calls the listener when the window was asked for once more. */
  onShown(listener: (words: string) => void): void
  stop(): Promise<void>
}

/** The agent and its window: Electron's where it is installed, else the browser's. */
export function startDesktop(folder: string): RunningDesktop {
  const electron = startElectron({ folder })
  const child = electron ?? web(folder)
  const listeners = new Set<(words: string) => void>()
  let tell: (words: string) => void = () => undefined
  const shown = new Promise<string>((resolve, reject) => {
    tell = resolve
    if (electron) resolve('Meantime is in a window of its own.')
    child.once('error', reject)
    child.once('exit', (code) => reject(new Error(`The desktop app ended before it was there (${code}).`)))
  })
  // It may also end later on; whoever waits for it hears of it.
  shown.catch(() => undefined)
  child.on('message', (message: { shown?: unknown }) => {
    if (typeof message.shown !== 'string') return
    tell(message.shown)
    for (const listener of listeners) listener(message.shown)
  })
  return { shown, onShown: (listener) => void listeners.add(listener), stop: () => stop(child) }
}

/** What it says may let somebody in, so it comes over a channel and not over a pipe that somebody keeps. */
function web(folder: string): ChildProcess {
  const terminal = process.stdout.isTTY ? { MEANTIME_FOR_TERMINAL: '1' } : {}
  return fork(PROGRAM, ['--data-dir', folder], {
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    env: { ...process.env, ...terminal },
  })
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()))
  child.kill('SIGTERM')
  const late = setTimeout(() => child.kill('SIGKILL'), END_MS)
  await ended
  clearTimeout(late)
}
