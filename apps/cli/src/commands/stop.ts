import { workedMs } from '@meantime/core'
import { noticedAway } from '../away.js'
import type { Context, Invocation } from '../context.js'
import { awayNotice } from '../output/away.js'
import { entryName } from '../output/entry.js'
import { type AtOption, record } from '../recording.js'
import { duration } from '../time/format.js'

export const run = (context: Context, { options }: Invocation<AtOption>): Promise<undefined> =>
  record(
    context,
    options,
    (tracker, at) => tracker.stop({ at }),
    ({ entry }, { style, time, now }) => {
      const end = time.moment(entry.endedAt ?? now, now)
      const name = style.strong(entryName(entry))
      return `${style.good('Stopped')} ${name} at ${end}: ${duration(workedMs(entry, now))} worked.`
    },
    async (app) => awayNotice(await noticedAway(context, app)),
  )
