import { type Command, CommanderError } from 'commander'
import type { ComposeExtras } from './compose.js'
import { type Bind, Context, invocationOf } from './context.js'
import { EXIT, type ExitCode } from './exit-codes.js'
import type { CliIo } from './io.js'
import { buildProgram } from './program.js'
import { reportUsage } from './usage.js'
import { VERSION } from './version.js'

/**
 * Runs one command line (without node and the script). Never throws: whatever goes wrong is told on stderr.
 * `extras` replaces or adds services of the very same composition: a manual clock, a recording transport.
 */
export async function runCli(argv: readonly string[], io: CliIo, extras: ComposeExtras = {}): Promise<ExitCode> {
  const asJson = argv.slice(0, argv.includes('--') ? argv.indexOf('--') : undefined).includes('--json')
  let code: ExitCode = EXIT.ok
  const bind: Bind =
    (load) =>
    async (...received) => {
      const { flags, invocation } = invocationOf<never>(received)
      const context = new Context(io, flags, extras)
      try {
        const verb = await load()
        const ending = verb.run(context, invocation)
        code = (await (verb.endsItself ? ending : orInterrupted(ending, io.interrupted))) ?? EXIT.ok
      } catch (error) {
        // What went wrong first is what people must hear about.
        await context.close().catch(() => undefined)
        throw error
      }
      await context.close()
    }
  const program = buildProgram(bind)
  let misused = program
  quieten(program, io, asJson, (command) => {
    misused = command
  })
  try {
    if (argv.length === 0) io.stdout.write(program.helpInformation())
    else await program.parseAsync(argv, { from: 'user' })
    return code
  } catch (error) {
    if (error instanceof CommanderError) return reportUsage(error, misused, io, asJson)
    const { reportFailure } = await import('./failure.js')
    return reportFailure(error, io, asJson)
  }
}

/** Help and version go to our stdout; what commander says about mistakes is said by reportUsage instead. */
function quieten(program: Command, io: CliIo, asJson: boolean, onMisused: (command: Command) => void): void {
  for (const command of [program, ...program.commands, ...program.commands.flatMap(({ commands }) => commands)]) {
    command.exitOverride((error) => {
      onMisused(command)
      throw error
    })
    command.configureOutput({
      writeOut: (text) =>
        void io.stdout.write(asJson && text.trim() === VERSION ? `${JSON.stringify({ version: VERSION })}\n` : text),
      writeErr: () => undefined,
      outputError: () => undefined,
    })
  }
}

/** A command that has nothing to give back ends at Ctrl-C; what it recorded is either whole on the disk or not there. */
async function orInterrupted<T>(ending: Promise<T>, interrupted: AbortSignal | undefined): Promise<T> {
  if (interrupted === undefined) return ending
  let onAbort: () => void = () => undefined
  const abort = new Promise<never>((_, reject) => {
    onAbort = () => void import('./errors.js').then(({ interruptedError }) => reject(interruptedError()))
    if (interrupted.aborted) onAbort()
    else interrupted.addEventListener('abort', onAbort, { once: true })
  })
  // Whichever comes second must not become an unhandled rejection.
  ending.catch(() => undefined)
  abort.catch(() => undefined)
  return Promise.race([ending, abort]).finally(() => interrupted.removeEventListener('abort', onAbort))
}
