import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { type EntriesPage, entriesPage, session } from '@meantime/protocol'
import { createServer, type MeantimeServer } from '@meantime/server'
import { onTestFinished } from 'vitest'
import { temporaryFolder } from '../support/agent.js'

const PROGRAM = fileURLToPath(new URL('../../bin/meantime-desktop.js', import.meta.url))

/** The built desktop app as people start it, a process of its own. */
export interface Program {
  /** The file that leads to its window. */
  readonly file: string
  readonly child: ChildProcess
  /** As the system's memory killer does it. */
  kill(): Promise<void>
}

export async function startProgram(folder: string): Promise<Program> {
  const child = spawn(process.execPath, [PROGRAM, '--data-dir', folder, '--no-open'], {
    stdio: ['ignore', 'pipe', 'pipe'],
    // No keyring and no screen of the machine that runs the test.
    env: { ...process.env, MEANTIME_TOKEN_STORE: 'file', DISPLAY: '', WAYLAND_DISPLAY: '' },
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
