import type { GlobalFlags } from '../flags.js'
import type { CliIo } from '../io.js'
import { printable } from './printable.js'
import { type Style, styleFor } from './style.js'

/** Data goes to stdout: one JSON document, or text for a person. Messages go to stderr, and not at all when --quiet. */
export class Output {
  readonly style: Style

  constructor(
    private readonly io: CliIo,
    private readonly flags: GlobalFlags,
  ) {
    this.style = styleFor(io, flags)
  }

  /** What the command is about. `human` is only made when a person reads it; its last line gets its end. */
  result(document: unknown, human: (style: Style) => string): void {
    const text = this.flags.json ? JSON.stringify(document) : human(this.style)
    if (text !== '') this.io.stdout.write(`${text}\n`)
  }

  /** A remark beside it. With --json it is left out: the document says the same. */
  note(text: string): void {
    if (!this.flags.json && !this.flags.quiet) this.io.stderr.write(`${printable(text)}\n`)
  }

  /** Why it did not work; also when --quiet. */
  failure(text: string): void {
    if (!this.flags.json) this.io.stderr.write(`${printable(text)}\n`)
  }

  /** Overwrites itself on a terminal; says nothing anywhere else. An empty text ends it. */
  progress(text: string): void {
    if (this.flags.json || this.flags.quiet || this.io.stderr.isTTY !== true) return
    this.io.stderr.write(`\r\u001B[K${printable(text)}`)
  }
}
