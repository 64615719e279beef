import type { App, Token } from '@meantime/core'
import type { Command } from 'commander'
import type { ComposeExtras, ComposeOptions } from './compose.js'
import type { Configuration } from './configuration.js'
import type { ExitCode } from './exit-codes.js'
import type { GlobalFlags } from './flags.js'
import type { CliIo } from './io.js'
import { Output } from './output/output.js'

/** What a command was given on its own. */
export interface Invocation<Options> {
  readonly args: readonly string[]
  readonly options: Options
}

/** A command's module: `run` gives the exit code, nothing means 0. */
export interface Verb<Options> {
  run(context: Context, invocation: Invocation<Options>): Promise<ExitCode | undefined>
  /** True for a command that ends itself on Ctrl-C, because it has something to give back. */
  readonly endsItself?: boolean
}

/** What a command opens besides the journal and the queue. */
export type AppParts = Pick<ComposeOptions, 'pictures' | 'capture' | 'logger' | 'serverKind'>

/** Ties a verb's module to commander's action. */
export type Bind = <Options>(load: () => Promise<Verb<Options>>) => (...received: unknown[]) => Promise<void>

/** One run of the program: its flags, its output, and the app behind it, made when a command asks for it. */
export class Context {
  readonly out: Output
  private readonly apps: App[] = []
  private configured: Promise<Configuration> | undefined

  constructor(
    readonly io: CliIo,
    readonly flags: GlobalFlags,
    private readonly extras: ComposeExtras,
  ) {
    this.out = new Output(io, flags)
  }

  configuration(): Promise<Configuration> {
    this.configured ??= import('./configuration.js').then(({ configure }) => configure(this.flags, this.io.env))
    return this.configured
  }

  /**
   * An app with the services named, open. Without a server it knows nothing of any and starts faster; the same for the
   * place where pictures are, and for what takes them.
   */
  async open(services: readonly Token<unknown>[], server?: string, parts: AppParts = {}): Promise<App> {
    // Both at once: what is loaded and what is read from the disk do not wait for each other.
    const [{ paths, tokenStore, serverKind }, { compose }] = await Promise.all([
      this.configuration(),
      import('./compose.js'),
    ])
    const logger = parts.logger ?? (await this.logger())
    const app = await compose({
      paths,
      tokenStore,
      server,
      serverKind,
      environment: this.io.env,
      ...parts,
      logger,
      ...this.extras,
    })
    this.apps.push(app)
    await app.start(...services)
    return app
  }

  async close(): Promise<void> {
    for (const app of this.apps.splice(0).reverse()) await app.stop()
  }

  private async logger() {
    if (!this.flags.verbose) return undefined
    const { pinoLogger } = await import('@meantime/settings/log')
    return pinoLogger(this.io.stderr)
  }
}

/** The words and the options of the command that commander called. */
export function invocationOf<Options>(received: readonly unknown[]): {
  flags: GlobalFlags
  invocation: Invocation<Options>
} {
  const command = received.at(-1) as Command
  const args = command.processedArgs.flat().filter((arg): arg is string => typeof arg === 'string')
  return { flags: command.optsWithGlobals(), invocation: { args, options: command.opts() as Options } }
}
