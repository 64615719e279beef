import { type Geometry, loadX11, type Property, type XClient, type XDisplay } from './library.js'

interface Requests {
  InternAtom: { words: [onlyIfExists: boolean, name: string]; answer: number }
  QueryTree: { words: [window: number]; answer: { readonly parent: number; readonly children: readonly number[] } }
  GetWindowAttributes: { words: [window: number]; answer: { readonly klass: number; readonly mapState: number } }
  GetGeometry: { words: [window: number]; answer: Geometry }
  GetProperty: {
    words: [remove: number, window: number, name: number, type: number, offset: number, length: number]
    answer: Property
  }
}

/** `length` is in units of four bytes: 64 KiB is more than a title has. */
const LENGTH = 16_384

/** Names of what is asked for, which every server numbers anew. */
const NAMES = [
  'STRING',
  'UTF8_STRING',
  'WM_CLASS',
  'WM_NAME',
  'WM_TRANSIENT_FOR',
  '_NET_WM_NAME',
  '_NET_WM_PID',
  '_NET_ACTIVE_WINDOW',
  '_NET_CLIENT_LIST_STACKING',
  '_NET_SUPPORTING_WM_CHECK',
] as const
export type XName = (typeof NAMES)[number]

export class XConnection {
  readonly root: number
  private readonly client: XClient
  private readonly atoms = new Map<XName, number>()

  constructor(
    { client, screen }: XDisplay,
    private readonly end: End,
  ) {
    this.root = screen[0]?.root ?? 0
    this.client = client
  }

  get ended(): boolean {
    return this.end.hasCome
  }

  /** Whoever still waits is told the reason. */
  close(reason?: unknown): void {
    this.end.come(reason)
    this.client.stream?.destroy()
  }

  /** Whether the program stays for it; one that nobody asks anything does not keep it. */
  hold(held: boolean): void {
    if (held) this.client.stream?.ref()
    else this.client.stream?.unref()
  }

  /** Rejects when the window is gone or the connection ends. */
  ask<R extends keyof Requests>(request: R, ...words: Requests[R]['words']): Promise<Requests[R]['answer']> {
    return new Promise((resolve, reject) => {
      const waits = this.end.orElse(reject)
      this.client[request](...words, (error: unknown, found: Requests[R]['answer']) => {
        waits.over()
        if (error) reject(error)
        else resolve(found)
        // Else the library reports it once more, to the whole process.
        return true
      })
    })
  }

  /** Undefined when the window does not have it. */
  async property(window: number, name: XName): Promise<Property | undefined> {
    const found = await this.ask('GetProperty', 0, window, this.numberOf(name), 0, 0, LENGTH)
    return found.type === 0 ? undefined : found
  }

  isOf({ type }: Property, name: XName): boolean {
    return type === this.numberOf(name)
  }

  async numbers(window: number, name: XName): Promise<readonly number[] | undefined> {
    const found = await this.property(window, name)
    if (found === undefined || found.format !== 32 || found.bytesAfter > 0) return undefined
    return Array.from({ length: found.data.length / 4 }, (_, index) => found.data.readUInt32LE(index * 4))
  }

  /** Before anything else is asked. */
  async learnNames(): Promise<void> {
    const numbers = await Promise.all(NAMES.map((name) => this.ask('InternAtom', false, name)))
    for (const [at, name] of NAMES.entries()) this.atoms.set(name, numbers[at] ?? 0)
  }

  private numberOf(name: XName): number {
    return this.atoms.get(name) ?? 0
  }
}

/** Opening is given up when the signal is aborted; the connection then stays until it is closed. */
export async function openX(display: string, signal: AbortSignal): Promise<XConnection> {
  const { createClient } = await loadX11()
  signal.throwIfAborted()
  const end = new End()
  const aborted = () => end.come(signal.reason)
  signal.addEventListener('abort', aborted)
  let client: XClient | undefined
  try {
    const opened = await new Promise<XDisplay>((resolve, reject) => {
      end.orElse(reject)
      client = createClient({ display, ...OPTIONS }, (error, found) => (error ? reject(error) : resolve(found)))
      client.on('error', (error) => end.come(error))
      client.on('end', () => end.come(undefined))
    })
    // The library keeps one list of names for all connections, though every server numbers them anew.
    opened.client.atoms = { ...opened.client.atoms }
    const x = new XConnection(opened, end)
    await x.learnNames()
    return x
  } catch (error) {
    client?.stream?.destroy()
    throw error
  } finally {
    signal.removeEventListener('abort', aborted)
  }
}

/** What was asked together goes out together; no request is so large that it needs a round trip to be allowed. */
const OPTIONS = { bufferRequests: { flushOnReply: false }, disableBigRequests: true } as const

/** The end of a connection, which whoever still waits is told. */
class End {
  private reason: unknown
  /** Those that wait for an answer. */
  private readonly waiting = new Set<(reason: unknown) => void>()

  get hasCome(): boolean {
    return this.reason !== undefined
  }

  orElse(reject: (reason: unknown) => void): { over(): void } {
    if (this.reason !== undefined) reject(this.reason)
    else this.waiting.add(reject)
    return { over: () => this.waiting.delete(reject) }
  }

  come(reason: unknown): void {
    this.reason ??= reason ?? new Error('The connection to the X server ended')
    for (const reject of this.waiting) reject(this.reason)
    this.waiting.clear()
  }
}
