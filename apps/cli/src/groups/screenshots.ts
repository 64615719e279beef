import { type Command, Option } from 'commander'
import type { Bind } from '../context.js'

/** `meantime screenshots …`. What each does is loaded when it is called. */
export function screenshotCommands(screenshots: Command, run: Bind): void {
  screenshots
    .command('list')
    .description('what was captured, sent, deleted or skipped, and why; newest first')
    .option('--state <state...>', 'held, queued, sent, deleted, dropped, skipped; or here (still on this computer)')
    .option('--day <day>', 'only of this day: today, yesterday, 2026-01-05')
    .option('--limit <n>', 'at most this many', '100')
    .action(run(() => import('../commands/screenshots-list.js')))
  screenshots
    .command('show')
    .description('look at a picture that is still on this computer; its id, or the end of it')
    .argument('<id>')
    .option('-o, --output <file>', 'write it there, unencrypted, instead of opening it')
    .action(run(() => import('../commands/screenshots-show.js')))
  screenshots
    .command('delete')
    .description('delete pictures that are not sent yet, for good; the worked time stays')
    .argument('[id...]')
    .option('--all-held', 'all that are yours alone for now')
    .option('--entry <id>', 'all of this entry')
    .option('-y, --yes', 'do not ask')
    .action(run(() => import('../commands/screenshots-delete.js')))
  screenshots
    .command('redact')
    .description('make a part of a picture, or all of it, unreadable for good, before it is sent')
    .argument('<id>')
    .option('--area <x,y,w,h...>', 'a rectangle in pixels of the picture, as often as you like')
    .addOption(new Option('--all', 'the whole picture').conflicts('area'))
    .action(run(() => import('../commands/screenshots-redact.js')))
}
