import type { Secret } from '@meantime/core'

export interface Sink {
  write(text: string): unknown
  readonly isTTY?: boolean | undefined
}

export interface Choice<T extends string> {
  readonly value: T
  readonly name: string
}

/** Asks the person at the terminal; what is typed as a password is not shown. */
export interface Ask {
  email(): Promise<string>
  password(): Promise<Secret>
  /** One of the values. */
  choose<T extends string>(question: string, choices: readonly Choice<T>[]): Promise<T>
  /** At least one character that is not blank. */
  text(question: string): Promise<string>
  /** Whether they agree; no is the default. */
  agree(question: string): Promise<boolean>
}

/** Everything of the outside world that a command may touch. Nothing else is global, so tests run the real commands. */
export interface CliIo {
  readonly stdout: Sink
  readonly stderr: Sink
  readonly stdin: AsyncIterable<Uint8Array | string>
  readonly env: Readonly<Record<string, string | undefined>>
  /** Absent when nobody can be asked: stdin is a pipe or a file. */
  readonly ask?: Ask | undefined
  /** Opens a file for the person at the terminal; resolves when they have seen it. Absent when nobody can look. */
  readonly view?: ((file: string, interrupted: AbortSignal | undefined) => Promise<void>) | undefined
  /** Aborts on Ctrl-C. */
  readonly interrupted?: AbortSignal | undefined
  /** Starts `meantime <args>` on its own and returns at once. Absent: nothing is delivered in the background. */
  readonly runDetached?: ((args: readonly string[]) => void) | undefined
}
