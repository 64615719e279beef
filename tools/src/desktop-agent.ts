import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type Bridge, type Notice, type OperationName, openAnswer } from '@meantime/desktop'
import { ROOT } from './meantime-cli.js'

const PROGRAM = join(ROOT, 'apps/desktop/bin/meantime-desktop.js')

export interface DesktopAgentOptions {
  /** Whether it delivers by itself. @default true */
  readonly autoSync?: boolean
}

/** The real desktop app as its own process on one data folder, asked as its window asks: over HTTP, with its cookie. */
export class DesktopAgent {
  private constructor(
    readonly child: ChildProcess,
    readonly address: string,
    /** Of a window that was let in, as a request says it: `name=value`. */
    readonly cookie: string,
  ) {}

  /** Throws with the program's own words when it ends before its window can be opened. */
  static async start(dataDir: string, options: DesktopAgentOptions = {}): Promise<DesktopAgent> {
    const { child, leads } = await startDesktopProgram(dataDir, options)
    const page = await readFile(new URL(leads), 'utf8')
    const boot = /url=(http[^"]+)"/.exec(page)?.[1] ?? ''
    const entered = await fetch(boot)
    const [cookie = ''] = (entered.headers.get('set-cookie') ?? '').split(';')
    return new DesktopAgent(child, new URL(boot).origin, cookie)
  }

  /** Throws a BridgeError where the agent refused, and what `fetch` throws when it is gone. */
  readonly ask: Bridge['ask'] = async <N extends OperationName>(name: N, input: unknown = {}) => {
    const response = await fetch(`${this.address}/bridge/${name}`, {
      method: 'POST',
      headers: { ...this.headers, 'content-type': 'application/json' },
      body: JSON.stringify(input),
    })
    return openAnswer(name, await response.json())
  }

  /** Calls the listener for each notice, until the returned function is called or the agent is gone. */
  async listen(listener: (notice: Notice) => void): Promise<() => void> {
    const abort = new AbortController()
    const response = await fetch(`${this.address}/notices`, { headers: this.headers, signal: abort.signal })
    void readEvents(response, listener).catch(() => undefined)
    return () => abort.abort()
  }

  /** As the system's memory killer does it. */
  async kill(): Promise<void> {
    const ended = this.ended()
    this.child.kill('SIGKILL')
    await ended
  }

  /** In order, as by Ctrl-C. Returns the exit code. */
  async stop(): Promise<number | null> {
    const ended = this.ended()
    this.child.kill('SIGINT')
    return ended
  }

  private async ended(): Promise<number | null> {
    if (this.child.exitCode !== null || this.child.signalCode !== null) return this.child.exitCode
    const [code] = (await once(this.child, 'exit')) as [number | null]
    return code
  }

  private get headers() {
    return { cookie: this.cookie, origin: this.address, 'sec-fetch-site': 'same-origin' }
  }
}

export interface DesktopProgram {
  readonly child: ChildProcess
  /** The file that leads one window in: for a browser to open. */
  readonly leads: string
}

/** The same program before anybody was let in. */
export async function startDesktopProgram(
  dataDir: string,
  { autoSync = true }: DesktopAgentOptions = {},
): Promise<DesktopProgram> {
  const child = spawn(process.execPath, [PROGRAM, '--data-dir', dataDir, '--no-open'], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, MEANTIME_TOKEN_STORE: 'file', MEANTIME_AUTO_SYNC: autoSync ? '1' : '0', DISPLAY: '' },
  })
  return { child, leads: await said(child, /file:\/\/\S+/) }
}

/** What the program printed that matches. */
function said(child: ChildProcess, pattern: RegExp): Promise<string> {
  return new Promise((resolve, reject) => {
    let text = ''
    const look = (chunk: Buffer) => {
      text += chunk.toString()
      const [found] = pattern.exec(text) ?? []
      if (found !== undefined) resolve(found)
    }
    child.stdout?.on('data', look)
    child.stderr?.on('data', look)
    child.once('error', reject)
    child.once('exit', (code) => reject(new Error(`The desktop app ended (${code}): ${text}`)))
  })
}

async function readEvents(response: Response, listener: (notice: Notice) => void): Promise<void> {
  let text = ''
  for await (const chunk of response.body ?? []) {
    text += Buffer.from(chunk).toString()
    const events = text.split('\n\n')
    text = events.pop() ?? ''
    for (const event of events) if (event.startsWith('data: ')) listener(JSON.parse(event.slice('data: '.length)))
  }
}
