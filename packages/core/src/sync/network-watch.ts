import { networkInterfaces } from 'node:os'
import { type Service, token } from '../container.js'
import type { Clock } from '../ports/clock.js'

export interface NetworkWatchOptions {
  /** How often the addresses of this computer are looked at; it costs some µs. @default 3000 ms */
  everyMs?: number
  /** The addresses through which other computers could be reached. @default the system's, without loopback */
  addresses?: () => readonly string[]
}

/**
 * Tells when this computer got onto a network, or onto another one. It says nothing about our server: "online" means
 * that the server answered, so what follows is a try, not a belief.
 */
export class NetworkWatch implements Service {
  private readonly everyMs: number
  private readonly addresses: () => readonly string[]
  private readonly listeners = new Set<() => void>()
  private stopping = new AbortController()
  private loop: Promise<void> | undefined

  constructor(
    private readonly clock: Clock,
    { everyMs = 3000, addresses = systemAddresses }: NetworkWatchOptions = {},
  ) {
    this.everyMs = everyMs
    this.addresses = addresses
  }

  /** Returns the unsubscribe function. */
  onBack(listener: () => void): () => void {
    this.listeners.add(listener)
    return () => this.listeners.delete(listener)
  }

  start(): void {
    this.stopping = new AbortController()
    this.loop = this.watch(this.stopping.signal)
  }

  async stop(): Promise<void> {
    this.stopping.abort()
    await this.loop
  }

  private async watch(signal: AbortSignal): Promise<void> {
    let before = new Set(this.look())
    for (;;) {
      await this.clock.sleep(this.everyMs, signal).catch(() => undefined)
      if (signal.aborted) return
      const now = this.look()
      // An address that goes away is no reason to try; a new one is.
      if (now.some((address) => !before.has(address))) for (const listener of this.listeners) listener()
      before = new Set(now)
    }
  }

  /** Where a program may not ask (some sandboxes), nothing is told, and the background delivery tries by its interval. */
  private look(): readonly string[] {
    try {
      return this.addresses()
    } catch {
      return []
    }
  }
}

function systemAddresses(): string[] {
  return Object.entries(networkInterfaces()).flatMap(([name, addresses]) =>
    (addresses ?? []).filter(({ internal }) => !internal).map(({ address }) => `${name} ${address}`),
  )
}

export const NETWORK_WATCH = token<NetworkWatch>('meantime.NetworkWatch')
