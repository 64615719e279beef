import { type Command, Option } from 'commander'
import type { Bind } from '../context.js'

/** What was not tracked, or not as it was. */
export function correctingCommands(program: Command, run: Bind): void {
  program
    .command('add')
    .description('add work that was not tracked')
    .argument('[description...]', 'what you worked on; - reads it from stdin')
    .option('--from <time>', 'when it began: 9:00, "yesterday 9:00"')
    .option('--to <time>', 'when it ended; a bare time is one of the same day')
    .addOption(new Option('--for <length>', 'how long it took instead: 45m, 1h30m').conflicts('to'))
    .option('-p, --project <name>', 'the project it belongs to')
    .action(run(() => import('../commands/add.js')))
  program
    .command('edit')
    .description('put right what was recorded: the open entry, or else the last one, unless you name one')
    .argument('[id]', 'the end of its id, as `meantime log --ids` shows it')
    .option('--description <text>', 'what it is called')
    .option('-p, --project <name>', 'the project it belongs to')
    .option('--no-project', 'it belongs to none')
    .option('--start <time>', 'when it began; a bare time is one of its own day')
    .option('--end <time>', 'when it ended')
    .action(run(() => import('../commands/edit.js')))
  program
    .command('delete')
    .description('delete entries, here and on the server')
    .argument('<id...>', 'the ends of their ids, as `meantime log --ids` shows them')
    .option('-y, --yes', 'do not ask')
    .action(run(() => import('../commands/delete.js')))
}
