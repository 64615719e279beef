import { type Clock, TransportError } from '@meantime/core'

const MINUTE_MS = 60_000
/** A shorter wait is made here; a longer one is the engine's, which lets go of what it holds meanwhile. */
const SHORT_MS = 2000

/** Keeps below the server's limit, which counts each endpoint alone and refused requests too. Monotonic time. */
export class Pace {
  readonly #clock: Clock
  readonly #perMinute: number
  readonly #sent = new Map<string, number[]>()
  readonly #closedUntil = new Map<string, number>()

  constructor(clock: Clock, perMinute: number) {
    this.#clock = clock
    this.#perMinute = perMinute
  }

  /** Resolves when a request to `handler` may go out. Throws `throttled` when that is not soon. */
  async turn(handler: string, signal: AbortSignal | undefined): Promise<void> {
    const wait = this.#waitFor(handler)
    if (wait > SHORT_MS) throw tooMany(wait)
    if (wait > 0) await this.#clock.sleep(wait, signal)
    this.#sent.get(handler)?.push(this.#clock.monotonic())
  }

  /** The server refused one: nothing more goes there for so long. Returns how long that is. */
  refused(handler: string, retryAfterMs: number = MINUTE_MS): number {
    this.#closedUntil.set(handler, this.#clock.monotonic() + Math.min(retryAfterMs, 15 * MINUTE_MS))
    return retryAfterMs
  }

  #waitFor(handler: string): number {
    const now = this.#clock.monotonic()
    const recent = (this.#sent.get(handler) ?? []).filter((at) => at > now - MINUTE_MS)
    this.#sent.set(handler, recent)
    const oldest = recent.length >= this.#perMinute ? recent[recent.length - this.#perMinute] : undefined
    const full = oldest === undefined ? 0 : oldest + MINUTE_MS - now
    return Math.max(full, (this.#closedUntil.get(handler) ?? now) - now, 0)
  }
}

function tooMany(retryAfterMs: number): TransportError {
  const message = 'The server takes only so many requests a minute; the rest goes a little later.'
  return new TransportError({ failure: 'throttled', message, retryAfterMs })
}
