import type { Clock } from '../ports/clock.js'

/** One signal out of the caller's and the deadline; AbortSignal.any leaks listeners on a long-lived signal. */
export class Deadline {
  readonly #stop = new AbortController()
  readonly #done = new AbortController()
  #timer = new AbortController()
  readonly #caller: AbortSignal | undefined
  readonly #onAbort = () => {
    this.aborted = true
    this.#stop.abort()
  }
  aborted = false
  timedOut = false

  constructor(
    caller: AbortSignal | undefined,
    private readonly timeoutMs: number,
    private readonly clock: Clock,
  ) {
    this.#caller = caller
    if (caller?.aborted) this.#onAbort()
    caller?.addEventListener('abort', this.#onAbort, { once: true })
    this.#startTimer()
  }

  /** The whole time again: the other side is there, and only slow. */
  prolong(): void {
    if (this.#done.signal.aborted) return
    this.#timer.abort()
    this.#startTimer()
  }

  #startTimer(): void {
    this.#timer = new AbortController()
    this.clock.sleep(this.timeoutMs, this.#timer.signal).then(
      () => {
        this.timedOut = !this.aborted
        this.#stop.abort()
      },
      () => undefined,
    )
  }

  get signal(): AbortSignal {
    return this.#stop.signal
  }

  release(): void {
    this.#caller?.removeEventListener('abort', this.#onAbort)
    this.#done.abort()
    this.#timer.abort()
  }
}
