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

export class XConnection {
  readonly root: number
  private readonly client: XClient
  private readonly broken: Promise<never>
  private readonly atoms = new Map<string, Promise<number>>()

  constructor({ client, screen }: XDisplay, broken: Promise<never>) {
    this.root = screen[0]?.root ?? 0
    this.client = client
    this.broken = broken
  }

  /** Rejects when the window is gone, the connection ends or time is up. */
  ask<R extends keyof Requests>(request: R, ...words: Requests[R]['words']): Promise<Requests[R]['answer']> {
    const answer = new Promise<Requests[R]['answer']>((resolve, reject) => {
      this.client[request](...words, (error: unknown, found: Requests[R]['answer']) => {
        if (error) reject(error)
        else resolve(found)
        // Else the library reports it once more, to the whole process.
        return true
      })
    })
    return Promise.race([answer, this.broken])
  }

  /** Undefined when the window does not have it. */
  async property(window: number, name: string): Promise<(Property & { readonly typeName: string }) | undefined> {
    const found = await this.ask('GetProperty', 0, window, await this.atom(name), 0, 0, LENGTH)
    if (found.type === 0) return undefined
    return { ...found, typeName: await this.nameOf(found.type) }
  }

  async windowsIn(window: number, name: string): Promise<readonly number[] | undefined> {
    const found = await this.property(window, name)
    if (found === undefined || found.format !== 32 || found.bytesAfter > 0) return undefined
    return Array.from({ length: found.data.length / 4 }, (_, index) => found.data.readUInt32LE(index * 4))
  }

  private atom(name: string): Promise<number> {
    const known = this.atoms.get(name) ?? this.ask('InternAtom', false, name)
    this.atoms.set(name, known)
    return known
  }

  private async nameOf(atom: number): Promise<string> {
    for (const name of ['STRING', 'UTF8_STRING']) if ((await this.atom(name)) === atom) return name
    return ''
  }
}

/** A connection for as long as `work` takes. Whatever it waits for is given up when the signal is aborted. */
export async function withX<T>(display: string, signal: AbortSignal, work: (x: XConnection) => Promise<T>): Promise<T> {
  const { createClient } = await loadX11()
  signal.throwIfAborted()
  let giveUp: (reason: unknown) => void = () => undefined
  const broken = new Promise<never>((_, reject) => {
    giveUp = reject
  })
  // Nobody may be listening when the connection ends after the last answer.
  broken.catch(() => undefined)
  const aborted = () => giveUp(signal.reason)
  signal.addEventListener('abort', aborted)
  let client: XClient | undefined
  try {
    const ready = new Promise<XDisplay>((resolve, reject) => {
      client = createClient({ display }, (error, found) => (error ? reject(error) : resolve(found)))
      client.on('error', giveUp)
      client.on('end', () => giveUp(new Error('The X server ended the connection')))
    })
    const opened = await Promise.race([ready, broken])
    // The library keeps one list of names for all connections, though every server numbers them anew.
    opened.client.atoms = { ...opened.client.atoms }
    return await work(new XConnection(opened, broken))
  } finally {
    signal.removeEventListener('abort', aborted)
    client?.stream?.destroy()
  }
}
