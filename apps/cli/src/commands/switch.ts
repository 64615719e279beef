import { workedMs } from '@meantime/core'
import type { Context, Invocation } from '../context.js'
import { entryName } from '../output/entry.js'
import { record } from '../recording.js'
import { descriptionFrom } from '../stdin.js'
import { duration } from '../time/format.js'
import type { StartOptions } from './start.js'

/** With nothing open it simply starts. */
export async function run(context: Context, { args, options }: Invocation<StartOptions>): Promise<undefined> {
  const description = await descriptionFrom(args, context.io)
  const project = options.project ?? null
  return record(
    context,
    options,
    (tracker, at) => tracker.start({ description, project, at, whenOpen: 'stop' }),
    ({ entry, stopped }, { style, time, now }) => {
      const before = stopped ? `Stopped ${entryName(stopped)} after ${duration(workedMs(stopped, now))}.\n` : ''
      const started = `${style.good('Started')} ${style.strong(entryName(entry))}`
      return `${before}${started} at ${time.moment(entry.startedAt, now)}.`
    },
  )
}
