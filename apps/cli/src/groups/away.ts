import { type Command, Option } from 'commander'
import type { Bind } from '../context.js'

/** Times away: what there is, and the answers. */
export function awayCommands(away: Command, run: Bind): void {
  const answer = (name: string, description: string) =>
    away
      .command(name)
      .description(description)
      .argument('[number]', 'which one, as listed; not needed for the only one')

  away.allowExcessArguments(false).action(run(() => import('../commands/away.js')))
  answer('keep', 'it was work: nothing changes').action(run(() => import('../commands/away-keep.js')))
  answer('discard', 'it was not work: take it out').action(run(() => import('../commands/away-discard.js')))
  answer('split', 'end the entry when you left, and begin another when you came back')
    .option('--as <description>', 'make the time away an entry of its own instead')
    .addOption(new Option('-p, --project <name>', 'the project that it belongs to; with --as'))
    .action(run(() => import('../commands/away-split.js')))
  answer('stop', 'end the entry when you left').action(run(() => import('../commands/away-stop.js')))
}
