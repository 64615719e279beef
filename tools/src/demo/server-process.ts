import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'

export type Mood = 'fine' | 'dies' | 'bad-day'

/** What the server was told to do to the n-th delivery. */
export interface Fate {
  readonly n: number
  readonly fault: string | { status: number }
}

/** The demo's server, as a process that can be started, stopped and killed; the same port and folder each time. */
export class ServerProcess {
  readonly fates: Fate[] = []
  private child: ChildProcess | undefined
  private port = 0

  constructor(private readonly dataDir: string) {}

  async start(mood: Mood): Promise<string> {
    const script = fileURLToPath(new URL('faulty-server.js', import.meta.url))
    const child = fork(script, [this.dataDir, String(this.port), mood], {
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    })
    this.child = child
    const url = await new Promise<string>((resolve, reject) => {
      child.on('message', (message: { url?: string } | Fate) => {
        if ('url' in message && message.url) resolve(message.url)
        else if ('n' in message) this.fates.push(message)
      })
      child.once('exit', (code, signal) => reject(new Error(`The server ended before it listened (${signal ?? code})`)))
    })
    this.port = Number(new URL(url).port)
    return url
  }

  /** By which signal it died, if it did. */
  get killedBy(): NodeJS.Signals | null {
    return this.child?.signalCode ?? null
  }

  get running(): boolean {
    return this.child !== undefined && this.child.exitCode === null && this.child.signalCode === null
  }

  async stop(): Promise<void> {
    if (!this.child || !this.running) return
    const gone = once(this.child, 'exit')
    this.child.kill('SIGTERM')
    await gone
  }
}
