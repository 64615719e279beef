import type { AccountId, Task, TaskId, TaskQueue } from '@meantime/core'
import { inputError } from './errors.js'

/** The account's tasks of these ids. Throws TASK_UNKNOWN for an id that is none, before anything is changed. */
export function namedTasks(queue: TaskQueue, account: AccountId, ids: readonly string[]): Promise<readonly Task[]> {
  return Promise.all(
    ids.map(async (id) => {
      const task = await queue.task(id as TaskId)
      if (task?.account === account) return task
      throw inputError('TASK_UNKNOWN', 'There is no such task.', 'Copy its id from `meantime queue list`.')
    }),
  )
}
