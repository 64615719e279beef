import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { type EntriesPage, entriesPage, session } from '@meantime/protocol'
import { createServer, type MeantimeServer } from '@meantime/server'
import { onTestFinished } from 'vitest'
import { temporaryFolder } from '../support/agent.js'
import { fileOfApp } from './site.js'

const PROGRAM = fileOfApp('bin/meantime-desktop.js')
const BEFORE_FILES = fileOfApp('dist-browser/program-before-files.js')
/** No keyring and no screen of the machine that runs the test; the shortest interval of pictures that there is. */
const ENVIRONMENT = {
  MEANTIME_TOKEN_STORE: 'file',
  MEANTIME_SCREENSHOT_INTERVAL: '1',
  MEANTIME_SCREENSHOT_SCREENS: 'all',
  DISPLAY: '',
  WAYLAND_DISPLAY: '',
}

/** The built desktop app as people start it, a process of its own. */
export interface Program {
  /** The file that leads to its window. */
  readonly file: string
  readonly child: ChildProcess
  /** As the system's memory killer does it. */
  kill(): Promise<void>
}

export const startProgram = (folder: string): Promise<Program> => start([PROGRAM, '--data-dir', folder, '--no-open'])

/** The same, with a folder of PNG files in place of the screens. */
export const startProgramBefore = (screens: string, folder: string): Promise<Program> =>
  start([BEFORE_FILES, folder, screens])

async function start(words: readonly string[]): Promise<Program> {
  const child = spawn(process.execPath, words, {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, ...ENVIRONMENT },
  })
  const kill = async () => {
    if (child.exitCode !== null || child.signalCode !== null) return
    const ended = once(child, 'exit')
    child.kill('SIGKILL')
    await ended
  }
  onTestFinished(kill)
  return { child, kill, file: await fileItNames(child) }
}

function fileItNames(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let text = ''
    const look = (chunk: Buffer) => {
      text += chunk.toString()
      const [found] = /file:\/\/\S+/.exec(text) ?? []
      if (found !== undefined) resolve(found)
    }
    child.stdout?.on('data', look)
    child.stderr?.on('data', look)
    child.once('exit', (code) => reject(new Error(`The desktop app ended (${code}): ${text}`)))
  })
}

/** A real server that goes away and comes back at the same address with the same data. */
export async function realServer() {
  const dataDir = await temporaryFolder()
  let server: MeantimeServer | undefined
  let url = ''
  const up = async () => {
    const port = url === '' ? 0 : Number(new URL(url).port)
    server = createServer({ dataDir, port, rateLimit: false })
    url = (await server.start()).url
  }
  const down = async () => {
    await server?.stop()
    server = undefined
  }
  await up()
  onTestFinished(down)
  return { up, down, url: () => url, entriesOf: (who: Person) => entriesOf(url, who) }
}

export interface Person {
  readonly email: string
  readonly password: string
}

/** What the server has of a person, newest first, as another program of theirs would read it. */
async function entriesOf(url: string, who: Person): Promise<EntriesPage['entries']> {
  const login = { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(who) }
  const { tokens } = session.parse(await (await fetch(`${url}/v1/auth/login`, login)).json())
  const answer = await fetch(`${url}/v1/entries`, { headers: { authorization: `Bearer ${tokens.accessToken}` } })
  return entriesPage.parse(await answer.json()).entries
}
