import type { Context, Invocation } from '../context.js'
import { entryName } from '../output/entry.js'
import { type AtOption, record } from '../recording.js'
import { descriptionFrom } from '../stdin.js'

export interface StartOptions extends AtOption {
  readonly project?: string
}

export async function run(context: Context, { args, options }: Invocation<StartOptions>): Promise<undefined> {
  const description = await descriptionFrom(args, context.io)
  const project = options.project ?? null
  return record(
    context,
    options,
    (tracker, at) => tracker.start({ description, project, at }),
    ({ entry }, { style, time, now }) =>
      `${style.good('Started')} ${style.strong(entryName(entry))} at ${time.moment(entry.startedAt, now)}.`,
  )
}
