import { Command, Option } from 'commander'
import type { Bind } from './context.js'
import { activityCommands } from './groups/activity.js'
import { awayCommands } from './groups/away.js'
import { correctingCommands } from './groups/correcting.js'
import { movingCommands } from './groups/moving.js'
import { screenshotSwitches } from './groups/screenshot-switches.js'
import { screenshotCommands } from './groups/screenshots.js'
import { VERSION } from './version.js'

/** The whole command line in one look. What a verb does is loaded when it is called, so that the others cost nothing. */
export function buildProgram(run: Bind): Command {
  const program = new Command('meantime')
    .description('Tracks your time offline-first: everything is saved on this computer at once and delivered later.')
    .option('--json', 'one JSON document on stdout; errors as JSON on stderr')
    .option('--data-dir <folder>', 'where your work is kept (MEANTIME_DATA_DIR)')
    .option('--server <url>', 'the server to sign in at (MEANTIME_SERVER)')
    .option('--server-kind <kind>', 'what answers there: auto, meantime or hubnity (MEANTIME_SERVER_KIND)')
    .option('-q, --quiet', 'no messages, only data and errors')
    .option('-v, --verbose', 'log as JSON lines on stderr')
    .option('--no-sync', 'do not deliver in the background after this command (MEANTIME_AUTO_SYNC=0)')
    .option('--no-color', 'no colours (NO_COLOR)')
    .version(VERSION, '-V, --version', 'print the version')
    .helpOption('-h, --help', 'print help')
    .showSuggestionAfterError()
    .exitOverride()

  const at = () => new Option('--at <time>', 'when it happened: 10:00, "10 min ago", "yesterday 17:30", ISO 8601')
  const project = () => new Option('-p, --project <name>', 'the project it belongs to')

  const verb = (name: string, description: string) => program.command(name).description(description)

  verb('start', 'begin an entry')
    .argument('[description...]', 'what you work on; - reads it from stdin')
    .addOption(project())
    .addOption(at())
    .action(run(() => import('./commands/start.js')))
  verb('pause', 'pause the running entry')
    .addOption(at())
    .action(run(() => import('./commands/pause.js')))
  verb('resume', 'go on with the paused entry')
    .addOption(at())
    .action(run(() => import('./commands/resume.js')))
  verb('switch', 'stop the open entry and begin another at the same instant')
    .argument('[description...]', 'what you work on now; - reads it from stdin')
    .addOption(project())
    .addOption(at())
    .action(run(() => import('./commands/switch.js')))
  verb('stop', 'end the open entry')
    .addOption(at())
    .action(run(() => import('./commands/stop.js')))
  verb('status', 'what is running, what is delivered and what waits').action(run(() => import('./commands/status.js')))
  verb('log', 'entries by local day; the last 7 days unless you say otherwise')
    .option('--from <time>', 'a day or a moment: 2026-01-05, yesterday, monday 10:00')
    .option('--to <time>', 'a day (included) or a moment')
    .addOption(new Option('--days <n>', 'today and the n - 1 days before it').conflicts(['from', 'to']))
    .addOption(new Option('--today', 'only today').conflicts(['from', 'to', 'days', 'week']))
    .addOption(new Option('--week', 'since Monday').conflicts(['from', 'to', 'days']))
    .option('--ids', 'with the end of each id, for edit and delete')
    .action(run(() => import('./commands/log.js')))
  correctingCommands(program, run)
  awayCommands(verb('away', 'times you seem to have been away while an entry ran, and what they were'), run)

  verb('login', 'sign in, and deliver what was recorded so far')
    .option('--email <address>', 'who you are; asked for when absent')
    .option('--password-stdin', 'read the password from stdin (or set MEANTIME_PASSWORD)')
    .option('--register', 'make a new account')
    .action(run(() => import('./commands/login.js')))
  verb('logout', 'sign out; your work stays here and goes on being recorded').action(
    run(() => import('./commands/logout.js')),
  )
  verb('whoami', 'who is signed in, and where').action(run(() => import('./commands/whoami.js')))

  verb('sync', 'deliver now, whatever was to be waited for')
    .option('--everything', 'offer also what was delivered before, for a server that was restored from a backup')
    .addOption(new Option('--background').hideHelp())
    .action(run(() => import('./commands/sync.js')))
  const queue = verb('queue', 'look at what is still to be delivered')
  queue
    .command('list')
    .description('tasks, oldest first; without --state those not delivered yet')
    .option('--state <state...>', 'pending, leased, failed, dead, sent, cancelled; or waiting, parked')
    .option('--limit <n>', 'at most this many', '100')
    .action(run(() => import('./commands/queue-list.js')))
  queue
    .command('show')
    .description('everything known about one task: what it is, why it waits, what becomes of it')
    .argument('<id>')
    .action(run(() => import('./commands/queue-show.js')))
  queue
    .command('retry')
    .description('try parked tasks again, under the same keys; all of them when none is named')
    .argument('[id...]')
    .action(run(() => import('./commands/queue-retry.js')))
  queue
    .command('discard')
    .description('give up tasks that are not delivered; they are never sent')
    .argument('<id...>')
    .action(run(() => import('./commands/queue-discard.js')))

  const screenshots = verb('screenshots', 'pictures of your screens: yours to turn on, look at, redact and delete')
  screenshotSwitches(screenshots, run)
  screenshotCommands(screenshots, run)

  activityCommands(verb('activity', 'how much input there is while you work, by the minute; off by default'), run)

  movingCommands(program, run)

  verb('agent', 'take screenshots if you turned them on, notice when you are away, and deliver; until Ctrl-C')
    .addOption(new Option('--background').hideHelp())
    .action(run(() => import('./commands/agent.js')))

  verb('server', 'run a Meantime server here, in the foreground')
    .option('--port <n>', 'where it listens')
    .option('--host <address>', 'where it listens')
    .option('--data <folder>', 'where it keeps its data')
    .action(run(() => import('./commands/server.js')))
  return program
}
