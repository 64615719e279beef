import { inspect } from 'node:util'

/**
 * A token or password that cannot leak by accident: printing, logging, JSON and string building show `[secret]`.
 * Only `reveal()` gives the text; it belongs at the line that puts it on the wire or into a token store.
 */
export class Secret {
  readonly #text: string

  constructor(text: string) {
    this.#text = text
  }

  reveal(): string {
    return this.#text
  }

  toString(): string {
    return '[secret]'
  }

  toJSON(): string {
    return '[secret]'
  }

  [inspect.custom](): string {
    return '[secret]'
  }
}
