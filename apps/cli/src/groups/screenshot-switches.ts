import { Argument, type Command } from 'commander'
import type { Bind } from '../context.js'

/** What of `meantime screenshots …` decides whether there are any, and what is on them. */
export function screenshotSwitches(screenshots: Command, run: Bind): void {
  screenshots
    .command('on')
    .description('say what will happen, and turn them on when you agree')
    .option('-y, --yes', 'you have read it and agree')
    .action(run(() => import('../commands/screenshots-on.js')))
  screenshots
    .command('off')
    .description('take no more, from this moment on')
    .action(run(() => import('../commands/screenshots-off.js')))
  screenshots
    .command('status')
    .description('on or off, what is excluded, what is held here, and why there are none')
    .action(run(() => import('../commands/screenshots-status.js')))
  screenshots
    .command('pause')
    .description('take none for a while: 30m, 2h; then they go on by themselves')
    .argument('<time...>')
    .action(run(() => import('../commands/screenshots-pause.js')))
  screenshots
    .command('resume')
    .description('end a pause before its time')
    .action(run(() => import('../commands/screenshots-resume.js')))
  screenshots
    .command('private')
    .description('take none until you say otherwise')
    .addArgument(new Argument('<switch>', 'on or off').choices(['on', 'off']))
    .action(run(() => import('../commands/screenshots-private.js')))
  screenshots
    .command('exclude')
    .description(
      'what must never be seen: part of the name of an app or of a title, or a pattern with * and ?; lists it',
    )
    .addArgument(new Argument('[what]', 'app or title').choices(['app', 'title']))
    .argument('[pattern...]')
    .option('--remove', 'let it be seen again')
    .action(run(() => import('../commands/screenshots-exclude.js')))
}
