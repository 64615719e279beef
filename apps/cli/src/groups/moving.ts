import { type Command, Option } from 'commander'
import type { Bind } from '../context.js'

/** `meantime import …` and `meantime export`. What each does is loaded when it is called. */
export function movingCommands(program: Command, run: Bind): void {
  const imports = program
    .command('import')
    .description('take over worked time from elsewhere; tells what it found, and asks, before anything is changed')
  const source = (name: string, description: string, argument: string) =>
    imports
      .command(name)
      .description(description)
      .argument(argument)
      .option('--dry-run', 'only tell what would be imported')
      .option('-y, --yes', 'do not ask')
      .option('--map <old=new>', 'what a project of theirs is called here; as often as you like', collect, [])
      .option('--keep-here', 'deliver nothing of it: it stays on this computer')
  source('hubnity', 'from the former Hubnity client: its queue and its history; its file is not touched', '[path]')
    .option('--end-open', 'also what was never stopped, ended at the last that is known of it')
    .option('--day-totals', 'also time of days that no task explains, marked as such')
    .option('--resend', 'deliver also what the former server has')
    .option('--person <id>', 'whose work, where several people used it')
    .option('--no-screenshots', 'leave its screenshots where they are')
    .action(run(() => import('../commands/import-hubnity.js')))
  const zone = () => new Option('--zone <name>', 'where times without a zone are meant: Europe/Berlin')
  const files = () => import('../commands/import-file.js')
  source('csv', 'a table: start, end, description, project; or our own export. - reads stdin', '<file>')
    .addOption(zone())
    .action(run(() => files().then(({ importOf }) => importOf('csv'))))
  source('toggl', "Toggl Track's detailed report as CSV", '<file>')
    .addOption(zone())
    .action(run(() => files().then(({ importOf }) => importOf('toggl'))))
  source('watson', "Watson's file frames, or `watson log --json`", '<file>').action(
    run(() => files().then(({ importOf }) => importOf('watson'))),
  )
  source('timewarrior', 'the output of `timew export`', '<file>').action(
    run(() => files().then(({ importOf }) => importOf('timewarrior'))),
  )
  source('json', 'what `meantime export --format json` wrote', '<file>').action(
    run(() => files().then(({ importOf }) => importOf('json'))),
  )

  program
    .command('export')
    .description('write entries for other programs; all of them unless you say otherwise')
    .addOption(new Option('--format <name>', 'how').choices(['json', 'csv', 'ics']).default('json'))
    .option('--from <time>', 'a day or a moment: 2026-01-05, yesterday')
    .option('--to <time>', 'a day (included) or a moment')
    .option('-o, --output <file>', 'write it there instead of to stdout')
    .option('--force', 'replace that file if it exists')
    .action(run(() => import('../commands/export.js')))
}

const collect = (value: string, before: readonly string[]): readonly string[] => [...before, value]
