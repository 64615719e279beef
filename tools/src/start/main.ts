import { join, relative } from 'node:path'
import { compose } from '@meantime/cli'
import { isMeantimeError } from '@meantime/core'
import { dataPaths } from '@meantime/settings'
import { computeLedger, type LedgerFiles, ledgerLine } from '../ledger.js'
import { ROOT } from '../meantime-cli.js'
import { openStartFolder } from './folder.js'
import { startLocalServer } from './local-server.js'
import { openScreen } from './screen.js'
import { signIn } from './sign-in.js'
import { watchStatus } from './watch-status.js'
import { welcome } from './welcome.js'

/** `npm start`: a server on this computer, the command line signed in to it, and what is going on, until Ctrl-C. */
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
    process.stdout.write(`${welcome({ url, folder: shortest(folder.root), again: folder.again })}\n`)
    const app = await compose({ paths: dataPaths(folder.client), server: url, tokenStore: 'file' })
    try {
      await app.start()
      await watchStatus(app, openScreen(process.stdout), interrupted)
    } finally {
      await app.stop()
    }
  } finally {
    await server.stop()
  }
  process.stdout.write(`\n${await figures(folder)}\n`)
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
