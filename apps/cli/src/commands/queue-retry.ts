import { PROFILES, TASK_QUEUE, TIME_TRACKER } from '@meantime/core'
import type { Context, Invocation } from '../context.js'
import { deliverLater } from '../deliver-later.js'
import { namedTasks } from '../named-tasks.js'

export async function run(context: Context, { args }: Invocation<object>): Promise<undefined> {
  const app = await context.open([TIME_TRACKER, TASK_QUEUE])
  const [queue, { account }] = [app.get(TASK_QUEUE), app.get(TIME_TRACKER)]
  const ids = (await namedTasks(queue, account, args)).map(({ id }) => id)
  const retried = await queue.retry(account, ids.length > 0 ? ids : undefined)
  const delivery = await deliverLater(context, app.get(PROFILES).current() !== undefined, { asked: true })
  context.out.result({ retried, delivery }, () => `${retried} to be tried again.`)
  return undefined
}
