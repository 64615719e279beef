import type { AccountId, Task, TaskId, TaskQueue } from '@meantime/core'
import { inputError } from './errors.js'

/** More than a queue holds, receipts of a week included. */
const ALL_TASKS = 1_000_000
const ENDING = /^[0-9a-f-]{4,36}$/
const EVERY_STATE = ['pending', 'leased', 'failed', 'dead', 'sent', 'cancelled'] as const

/**
 * The account's tasks of these ids, or the only ones whose ids end so. Throws TASK_UNKNOWN or TASK_AMBIGUOUS before anything
 * is changed.
 */
export async function namedTasks(
  queue: TaskQueue,
  account: AccountId,
  texts: readonly string[],
): Promise<readonly Task[]> {
  let all: readonly Task[] | undefined
  const found: Task[] = []
  for (const text of texts) {
    const ending = text.trim().toLowerCase()
    const exact = await queue.task(text.trim() as TaskId)
    if (exact?.account === account) {
      found.push(exact)
      continue
    }
    all ??= await queue.tasks({ account, states: EVERY_STATE, limit: ALL_TASKS })
    found.push(onlyOne(ENDING.test(ending) ? all.filter(({ id }) => id.endsWith(ending)) : []))
  }
  return [...new Map(found.map((task) => [task.id, task])).values()]
}

function onlyOne([task, other]: readonly Task[]): Task {
  if (other) throw inputError('TASK_AMBIGUOUS', 'More than one task has an id that ends so.', 'Name more of its id.')
  if (task) return task
  throw inputError('TASK_UNKNOWN', 'There is no such task.', 'Copy its id from `meantime queue list`.')
}
