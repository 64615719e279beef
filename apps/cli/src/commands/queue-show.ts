import { CLOCK, type EntryId, JOURNAL, TASK_QUEUE, TIME_TRACKER } from '@meantime/core'
import type { Context, Invocation } from '../context.js'
import { namedTasks } from '../named-tasks.js'
import { localeOf } from '../output/locale.js'
import { shownLines, shownTask } from '../output/shown-task.js'
import { timeFormat } from '../time/format.js'

/** Looks only at the disk. */
export async function run(context: Context, { args }: Invocation<object>): Promise<undefined> {
  const app = await context.open([TIME_TRACKER, TASK_QUEUE, JOURNAL])
  const [queue, clock] = [app.get(TASK_QUEUE), app.get(CLOCK)]
  const [task] = await namedTasks(queue, app.get(TIME_TRACKER).account, args.slice(0, 1))
  if (task === undefined) return undefined
  const payload = await queue.payload(task.id)
  const entryId = task.lane === task.id ? entryIn(payload) : task.lane
  const entry = entryId === undefined ? undefined : await app.get(JOURNAL).entry(entryId as EntryId)
  const now = clock.now()
  const time = timeFormat({ zone: clock.zone(), locale: localeOf(context.io.env) })
  const shown = shownTask({ task, payload, entry }, time, now)
  context.out.result(shown, () => shownLines(shown, task, time, now).join('\n'))
  return undefined
}

function entryIn(payload: unknown): string | undefined {
  const named = typeof payload === 'object' && payload !== null && 'entryId' in payload ? payload.entryId : undefined
  return typeof named === 'string' ? named : undefined
}
