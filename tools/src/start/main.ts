import { join, relative } from 'node:path'
import { compose } from '@meantime/cli'
import { CHANGE_FEED, isMeantimeError, SYNC_MANAGER, TASK_QUEUE, TIME_TRACKER } from '@meantime/core'
import { dataPaths } from '@meantime/settings'
import { computeLedger, type LedgerFiles, ledgerLine } from '../ledger.js'
import { ROOT } from '../meantime-cli.js'
import { type RunningDesktop, startDesktop } from './desktop.js'
import { openStartFolder } from './folder.js'
import { startLocalServer } from './local-server.js'
import { openScreen } from './screen.js'
import { signIn } from './sign-in.js'
import { watchStatus } from './watch-status.js'
import { welcome } from './welcome.js'

/** `npm start`: a server on this computer, the desktop app signed in to it, and what is going on, until Ctrl-C. */
const interrupted = new Promise<void>((resolve) => {
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => resolve())
})

try {
  await start()
} catch (error) {
  const words = isMeantimeError(error)
    ? [error.message, error.safe, error.hint].filter(Boolean).join(' ')
    : String(error)
  process.stderr.write(`${words}\n`)
  process.exitCode = 1
}

async function start(): Promise<void> {
  const folder = openStartFolder(process.env.MEANTIME_START_DIR || join(ROOT, '.meantime'))
  const { server, url } = await startLocalServer(folder)
  try {
    await signIn(folder, url)
    const desktop = startDesktop(folder.client)
    try {
      const window = await desktop.shown
      process.stdout.write(`${welcome({ url, window, folder: shortest(folder.root), again: folder.again })}\n`)
      await watch(folder.client, url, desktop)
    } finally {
      await desktop.stop()
    }
  } finally {
    await server.stop()
  }
  process.stdout.write(`\n${await figures(folder)}\n`)
}

/** Looks only: it is the desktop's agent that delivers. */
async function watch(client: string, url: string, desktop: RunningDesktop): Promise<void> {
  const app = await compose({ paths: dataPaths(client), server: url, tokenStore: 'file' })
  try {
    await app.start(CHANGE_FEED, SYNC_MANAGER, TASK_QUEUE, TIME_TRACKER)
    const screen = openScreen(process.stdout)
    desktop.onShown((words) => screen.say(words))
    await watchStatus(app, screen, interrupted)
  } finally {
    await app.stop()
  }
}

async function figures(folder: LedgerFiles): Promise<string> {
  try {
    return ledgerLine(await computeLedger(folder, Date.now()))
  } catch (error) {
    return `What was recorded can no longer be read in ${folder.client}: ${(error as Error).message}.`
  }
}

/** As one would type it in the checkout's folder. */
function shortest(path: string): string {
  const short = relative(ROOT, path)
  return short.startsWith('..') ? path : short
}
