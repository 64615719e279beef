import type { Command, CommanderError } from 'commander'
import { EXIT, type ExitCode } from './exit-codes.js'
import type { CliIo } from './io.js'
import { oneLine } from './output/printable.js'

/** A command line that cannot be understood: what commander says about it, with its suggestion, and exit code 2. */
export function reportUsage(error: CommanderError, command: Command, io: CliIo, asJson: boolean): ExitCode {
  if (error.exitCode === 0) return EXIT.ok
  const [what = '', suggestion] = error.message.replace(/^error: /, '').split('\n')
  const help = `Run \`${nameOf(command)} --help\` to see what there is.`
  if (error.code === 'commander.help') return usage('A command is missing.', help, io, asJson)
  const hint = suggestion === undefined ? help : suggestion.replace(/[()]/g, '')
  return usage(`${capital(oneLine(what, 200)).replace(/\.$/, '')}.`, oneLine(hint, 200), io, asJson)
}

/** `meantime queue show` */
const nameOf = (command: Command): string =>
  command.parent ? `${nameOf(command.parent)} ${command.name()}` : command.name()

function usage(message: string, hint: string, io: CliIo, asJson: boolean): ExitCode {
  const document = { error: { code: 'USAGE', kind: 'input', message, safe: 'Nothing was changed.', hint } }
  io.stderr.write(asJson ? `${JSON.stringify(document)}\n` : `${message} ${hint}\n`)
  return EXIT.usage
}

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1)
