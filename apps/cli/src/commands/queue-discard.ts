import { TASK_QUEUE, TIME_TRACKER } from '@meantime/core'
import type { Context, Invocation } from '../context.js'
import { namedTasks } from '../named-tasks.js'

const WHOLE_ENTRY = 'This entry will not be sent, nor what you change in it later; your own log keeps it.'
const WHOLE_ENTRIES = 'These entries will not be sent, nor what you change in them later; your own log keeps them.'

/**
 * Only what is named, and only what is not delivered; with the start of an entry the whole entry. The journal here keeps
 * it; the server never gets it.
 */
export async function run(context: Context, { args }: Invocation<object>): Promise<undefined> {
  const app = await context.open([TIME_TRACKER, TASK_QUEUE])
  const queue = app.get(TASK_QUEUE)
  const tasks = await namedTasks(queue, app.get(TIME_TRACKER).account, args)
  const discarded = await queue.cancel(tasks.map(({ id }) => id))
  const after = await Promise.all(tasks.map(({ id }) => queue.task(id)))
  const entries = after.filter((task) => task?.entityType === 'time_entry_start' && task.state === 'cancelled').length
  const left = after.filter((task) => task?.state !== 'cancelled').length
  context.out.result(
    { discarded },
    () => `${discarded} given up; the server will not get ${discarded === 1 ? 'it' : 'them'}.`,
  )
  if (entries > 0) context.out.note(entries === 1 ? WHOLE_ENTRY : WHOLE_ENTRIES)
  if (left > 0) context.out.note(`${left} could not be: delivered, or being sent now.`)
  return undefined
}
