import {
  authRequiredError,
  type EntryId,
  isMeantimeError,
  JOURNAL,
  SHOT_LEDGER,
  SYNC_MANAGER,
  TASK_QUEUE,
  type Task,
  type TaskId,
  type TaskState,
  TIME_TRACKER,
} from '@meantime/core'
import type { Handlers } from '../../bridge/bridge.js'
import type { Output } from '../../bridge/operations.js'
import type { TaskView } from '../../bridge/shapes.js'
import type { Desk } from '../desk.js'

const STATES: readonly TaskState[] = ['pending', 'leased', 'failed', 'dead', 'sent', 'cancelled']
const OVER: readonly TaskState[] = ['sent', 'cancelled']

export const syncHandlers = (desk: Desk) =>
  ({
    tasks: async ({ states, limit }) => {
      const { account } = desk.app.get(TIME_TRACKER)
      const named = states.length === 0 ? STATES : states
      // What goes next is at the front of a queue, what just happened at the end of its history.
      const first = named.some((state) => OVER.includes(state)) ? 'newest' : 'oldest'
      return (await desk.app.get(TASK_QUEUE).tasks({ account, states: named, limit, first })).map(taskView)
    },
    taskWork: async ({ ids }) =>
      (await Promise.all((await owned(desk, ids)).map((id) => workOf(desk, id)))).flatMap((work) => work ?? []),
    syncNow: async () => {
      if (desk.server === undefined) throw authRequiredError()
      const { status, sent, left } = await desk.app.get(SYNC_MANAGER).syncQueueNow()
      return { status, sent, left }
    },
    retryTasks: async ({ ids }) => {
      const { account } = desk.app.get(TIME_TRACKER)
      await desk.app.get(TASK_QUEUE).retry(account, ids && (await owned(desk, ids)))
      if (desk.server !== undefined) void deliver(desk)
      return {}
    },
    discardTasks: async ({ ids }) => ({
      cancelled: await desk.app.get(TASK_QUEUE).cancel(await owned(desk, ids)),
    }),
  }) satisfies Partial<Handlers>

/** A lane is named after its entry; a picture has one of its own. */
async function workOf({ app }: Desk, id: TaskId): Promise<Output<'taskWork'>[number] | undefined> {
  const [task, shot] = await Promise.all([app.get(TASK_QUEUE).task(id), app.get(SHOT_LEDGER).get(id)])
  const entryId = shot?.entryId ?? (task?.lane as EntryId | undefined)
  const entry = entryId && (await app.get(JOURNAL).entry(entryId))
  return entry && { id, description: entry.description, project: entry.project }
}

/** A person asked for it, also where nothing is delivered by itself; how it went is in the state. */
async function deliver({ app, logger }: Desk): Promise<void> {
  try {
    await app.get(SYNC_MANAGER).syncQueueNow()
  } catch (error) {
    logger.info('a retry was not delivered', { code: isMeantimeError(error) ? error.code : String(error) })
  }
}

/** Tasks of somebody else on this computer are not theirs to decide about. */
async function owned({ app }: Desk, ids: readonly string[]): Promise<TaskId[]> {
  const { account } = app.get(TIME_TRACKER)
  const queue = app.get(TASK_QUEUE)
  const tasks = await Promise.all(ids.map((id) => queue.task(id as TaskId)))
  return tasks.flatMap((task) => (task?.account === account ? [task.id] : []))
}

function taskView({ id, lane, entityType, state, attempts, createdAt, notBefore, sentAt, reason }: Task): TaskView {
  return {
    id,
    lane,
    entityType,
    state,
    attempts,
    createdAt,
    ...(notBefore === undefined ? {} : { notBefore }),
    ...(sentAt === undefined ? {} : { sentAt }),
    ...(reason === undefined ? {} : { reason }),
  }
}
