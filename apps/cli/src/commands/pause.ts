import { workedMs } from '@meantime/core'
import type { Context, Invocation } from '../context.js'
import { entryName } from '../output/entry.js'
import { type AtOption, record } from '../recording.js'
import { duration } from '../time/format.js'

export const run = (context: Context, { options }: Invocation<AtOption>): Promise<undefined> =>
  record(
    context,
    options,
    (tracker, at) => tracker.pause({ at }),
    ({ entry }, { style, now }) =>
      `${style.good('Paused')} ${style.strong(entryName(entry))}; ${duration(workedMs(entry, now))} worked so far.`,
  )
