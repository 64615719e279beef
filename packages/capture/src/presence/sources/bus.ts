import type { Clock } from '@meantime/core'
import dbus, { type MessageBus } from 'dbus-next'

export interface BusCall {
  readonly destination: string
  readonly path: string
  readonly interface: string
  readonly member: string
  readonly signature?: string
  readonly body?: unknown[]
}

/** A bus that could not be reached is tried again after this long. */
const REST_MS = 30_000

/** A connection to a D-Bus, opened at the first call and again when it was lost. Starts no service by asking for it. */
export class Bus {
  private bus: MessageBus | undefined
  private broken: Promise<never> = new Promise(() => undefined)
  private restsUntil = Number.NEGATIVE_INFINITY

  constructor(
    private readonly address: string,
    private readonly clock: Clock,
    private readonly timeoutMs: number,
  ) {}

  /** The answer's values. Rejects with what the service or the bus said, or when it takes too long. */
  async call({ body = [], signature = '', ...words }: BusCall): Promise<readonly unknown[]> {
    const bus = this.bus ?? this.connect()
    const message = new dbus.Message({ ...words, body, signature, flags: dbus.MessageFlag.NO_AUTO_START })
    const late = new AbortController()
    try {
      const reply = await Promise.race([bus.call(message), this.broken, this.tooLate(late.signal)])
      return reply?.body ?? []
    } finally {
      late.abort()
    }
  }

  close(): void {
    const { bus } = this
    this.bus = undefined
    try {
      bus?.disconnect()
    } catch {
      // It never was connected.
    }
  }

  private connect(): MessageBus {
    if (this.clock.monotonic() < this.restsUntil) throw new Error('The bus was not reached a moment ago')
    this.restsUntil = this.clock.monotonic() + REST_MS
    const bus = dbus.sessionBus({ busAddress: reachable(this.address) })
    this.broken = new Promise<never>((_, reject) => {
      const lost = (error: unknown) => {
        reject(error)
        if (this.bus === bus) this.bus = undefined
      }
      bus.on('error', lost)
      // The library tells nobody that the other side hung up.
      streamOf(bus)?.on('close', () => lost(new Error('The bus ended the connection')))
    })
    this.broken.catch(() => undefined)
    streamOf(bus)?.unref?.()
    this.bus = bus
    return bus
  }

  private async tooLate(signal: AbortSignal): Promise<never> {
    await this.clock.sleep(this.timeoutMs, signal).catch(() => new Promise<never>(() => undefined))
    throw new Error('The bus did not answer in time')
  }
}

interface Stream {
  on(event: 'close', listener: () => void): void
  unref?(): void
}

const streamOf = (bus: MessageBus): Stream | undefined =>
  (bus as unknown as { _connection?: { stream?: Stream } })._connection?.stream

/** The first address of the list; an abstract socket as Node names it, because the library wants a native part for it. */
function reachable(address: string): string {
  const [first = ''] = address.split(';')
  return first.replace(/^unix:abstract=([^,]*).*$/, 'unix:socket=\0$1')
}
