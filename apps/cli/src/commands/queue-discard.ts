import { TASK_QUEUE, TIME_TRACKER } from '@meantime/core'
import type { Context, Invocation } from '../context.js'
import { namedTasks } from '../named-tasks.js'

/** Only what is named, and only what is not delivered. The journal here keeps it; the server never gets it. */
export async function run(context: Context, { args }: Invocation<object>): Promise<undefined> {
  const app = await context.open([TIME_TRACKER, TASK_QUEUE])
  const queue = app.get(TASK_QUEUE)
  const tasks = await namedTasks(queue, app.get(TIME_TRACKER).account, args)
  const discarded = await queue.cancel(tasks.map(({ id }) => id))
  context.out.result(
    { discarded },
    () => `${discarded} given up; the server will not get ${discarded === 1 ? 'it' : 'them'}.`,
  )
  if (discarded < tasks.length)
    context.out.note(`${tasks.length - discarded} could not be: delivered, or being sent now.`)
  return undefined
}
