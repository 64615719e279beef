import type { Command } from 'commander'
import type { Bind } from '../context.js'

/** `meantime activity …`. Off until its person turns it on. */
export function activityCommands(activity: Command, run: Bind): void {
  activity
    .command('on')
    .description('record how much input there is in each minute: none, some or lots; never what it was')
    .option('--apps', 'and the program in front, unless it is excluded')
    .option('--titles', 'and the title of its window')
    .action(run(() => import('../commands/activity-on.js')))
  activity
    .command('off')
    .description('record no more, from this moment on')
    .action(run(() => import('../commands/activity-off.js')))
  activity
    .command('status')
    .description('what is recorded, and since when it was agreed to')
    .action(run(() => import('../commands/activity-status.js')))
}
