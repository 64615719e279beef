import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { systemClock } from '@meantime/core'
import { problemOf } from '../../agent/problem.js'
import { interrupted } from '../../agent/run-agent.js'
import { hasDesktop } from './has-desktop.js'
import { runWebShell } from './run-web-shell.js'
import { shownLines } from './shown-lines.js'

/** `meantime-desktop`: the agent, and its window in the browser, until Ctrl-C. */
const USAGE = `Usage: meantime-desktop [--data-dir <folder>] [--no-open]
  --data-dir <folder>  where everything is kept (MEANTIME_DATA_DIR)
  --no-open            print where the window is, and open no browser
`
/** `npm start` shows what is printed on a terminal of its own, and says so. */
const forked = process.send?.bind(process)
const terminal = process.stdout.isTTY === true || process.env.MEANTIME_FOR_TERMINAL === '1'

try {
  const { values } = parseArgs({
    options: {
      'data-dir': { type: 'string' },
      'no-open': { type: 'boolean', default: false },
      help: { type: 'boolean' },
    },
  })
  if (values.help) process.stdout.write(USAGE)
  else await run(values['data-dir'], values['no-open'])
} catch (error) {
  if ((error as { code?: string }).code?.startsWith('ERR_PARSE_ARGS')) {
    process.stderr.write(`${(error as Error).message}\n${USAGE}`)
    process.exitCode = 2
  } else {
    const { code, message, safe, hint } = problemOf(error)
    const cause = code === 'UNEXPECTED' ? `\n${String(error)}` : ''
    process.stderr.write(`${[message, safe, hint].filter(Boolean).join(' ')}${cause}\n`)
    process.exitCode = 1
  }
}

async function run(dataDir: string | undefined, closed: boolean): Promise<void> {
  const { env: environment, platform } = process
  const browser = !closed && hasDesktop({ environment, platform, terminal }) ? openInBrowser : undefined
  const handedOver = await runWebShell({
    dataDir,
    browser,
    clock: systemClock,
    window: fileURLToPath(new URL('../../../dist-renderer', import.meta.url)),
    onShown: (shown) => say(shownLines(shown, terminal)),
    end: Promise.race([interrupted(), parentGone()]),
  })
  if (process.connected) process.disconnect()
  if (!handedOver) return
  const process_ = handedOver.takenBy === undefined ? '' : ` (process ${handedOver.takenBy})`
  if (handedOver.shown) process.stdout.write(`Meantime is open already${process_}; its window was asked for.\n`)
  else {
    process.stderr.write(`Meantime is open already${process_}, but it does not answer. End it and try again.\n`)
    process.exitCode = 1
  }
}

/** To who started us by `fork`: it may hold a way in, which a pipe that somebody keeps must not. */
function say(text: string): void {
  if (forked) forked({ shown: text.trimEnd() })
  else process.stdout.write(text)
}

function parentGone(): Promise<void> {
  return new Promise((resolve) => {
    if (forked) process.once('disconnect', resolve)
  })
}

async function openInBrowser(file: string): Promise<void> {
  const { default: open } = await import('open')
  await open(file)
}
