/** A request that is read and never answered. */
export class Silence {
  readonly kind = 'silence'
  #reach: () => void = () => undefined
  /** Resolves when the request has arrived: the moment to let the client's patience run out. */
  readonly reached = new Promise<void>((resolve) => {
    this.#reach = resolve
  })

  /** For the server. */
  keep(): Promise<never> {
    this.#reach()
    return new Promise(() => undefined)
  }
}
