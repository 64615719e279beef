import type { PresenceSource } from './source.js'

/** What is used of `x11`, which brings no types. */
interface X11Library {
  createClient(options: { display: string }, ready: (error: unknown, display: Display) => void): Client
}

interface Display {
  readonly client: Client
  readonly screen: readonly { readonly root: number }[]
}

interface Client {
  /** Absent until it is connected. */
  readonly stream?: { destroy(): void; unref?(): void }
  on(event: 'error' | 'end', listener: (error?: unknown) => void): void
  QueryExtension(name: string, done: (error: unknown, extension?: { readonly present: number }) => void): void
  require(name: string, done: (error: unknown, extension: ScreenSaver) => void): void
}

interface ScreenSaver {
  /** The library's callbacks say by `true` that they dealt with an error. */
  QueryInfo(drawable: number, done: (error: unknown, info?: { readonly idle: number }) => boolean): void
}

interface Connection {
  readonly client: Client
  idle(): Promise<number>
}

/**
 * Idle time by the X server's own count (MIT-SCREEN-SAVER 1.1, QueryInfo). One connection is kept; when the display goes
 * the next question tries a new one. The count stands still while the computer sleeps.
 */
export class X11ScreenSaver implements PresenceSource {
  readonly name = 'X11'
  private connection: Promise<Connection> | undefined
  private broken: Promise<never> = new Promise(() => undefined)
  private client: Client | undefined

  constructor(private readonly display: string) {}

  async idleMs(): Promise<number | 'unknown'> {
    const connection = this.connection ?? this.connect()
    try {
      return await Promise.race([connection.then((open) => open.idle()), this.broken])
    } catch {
      if (this.connection === connection) this.close()
      return 'unknown'
    }
  }

  async locked(): Promise<'unknown'> {
    return 'unknown'
  }

  close(): void {
    this.client?.stream?.destroy()
    this.client = undefined
    this.connection = undefined
  }

  private connect(): Promise<Connection> {
    let fail: (error: unknown) => void = () => undefined
    this.broken = new Promise<never>((_, reject) => {
      fail = reject
    })
    // Nobody may be asking when the display goes.
    this.broken.catch(() => undefined)
    const gone = (error: unknown) => {
      fail(error)
      if (this.connection === connection) this.close()
    }
    const connection = this.open(gone)
    connection.catch(gone)
    this.connection = connection
    return connection
  }

  private async open(gone: (error: unknown) => void): Promise<Connection> {
    const { default: library } = await import('x11')
    const { client, screen } = await new Promise<Display>((resolve, reject) => {
      const { createClient } = library as X11Library
      const made = createClient({ display: this.display }, (error, opened) => (error ? reject(error) : resolve(opened)))
      made.on('error', gone)
      made.on('end', () => gone(new Error('The X server ended the connection')))
      this.client = made
    })
    client.stream?.unref?.()
    const extension = await screenSaver(client)
    const root = screen[0]?.root ?? 0
    const idle = () =>
      new Promise<number>((resolve, reject) => {
        extension.QueryInfo(root, (error, info) => {
          if (error || !info) reject(error)
          else resolve(info.idle)
          return true
        })
      })
    return { client, idle }
  }
}

/** Asked for first: the library throws out of its own callback when a server does not have it. */
function screenSaver(client: Client): Promise<ScreenSaver> {
  return new Promise((resolve, reject) => {
    client.QueryExtension('MIT-SCREEN-SAVER', (error, extension) => {
      if (error || !extension?.present) reject(error ?? new Error('This X server does not count idle time'))
      else client.require('screen-saver', (failed, found) => (failed ? reject(failed) : resolve(found)))
    })
  })
}
