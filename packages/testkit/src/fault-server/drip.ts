/** An answer whose bytes come when the test says so. For one request. */
export class Drip {
  readonly kind = 'drip'
  #rest: Uint8Array = new Uint8Array()
  #out: ReadableStreamDefaultController<Uint8Array> | undefined
  #begin: () => void = () => undefined
  /** Resolves when the request has taken effect and the headers are on their way. */
  readonly begun = new Promise<void>((resolve) => {
    this.#begin = resolve
  })

  /** Lets the next bytes go. After `begun`. @returns how many are left */
  drop(bytes = 1): number {
    this.#out?.enqueue(this.#rest.slice(0, bytes))
    this.#rest = this.#rest.slice(bytes)
    return this.#rest.byteLength
  }

  /** Lets the rest go and ends the answer. After `begun`. */
  finish(): void {
    if (this.#rest.byteLength > 0) this.drop(this.#rest.byteLength)
    this.#out?.close()
  }

  /** For the server. */
  open(answer: Uint8Array): ReadableStream<Uint8Array> {
    this.#rest = answer
    const body = new ReadableStream<Uint8Array>({
      start: (controller) => {
        this.#out = controller
      },
    })
    this.#begin()
    return body
  }
}
