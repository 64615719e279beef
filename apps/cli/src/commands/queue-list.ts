import { CLOCK, TASK_QUEUE, type TaskState, TIME_TRACKER } from '@meantime/core'
import type { Context, Invocation } from '../context.js'
import { inputError } from '../errors.js'
import { localeOf } from '../output/locale.js'
import { countsDocument, countsWords, taskDocument } from '../output/queue.js'
import { taskList } from '../output/task-list.js'
import { timeFormat } from '../time/format.js'

export interface QueueListOptions {
  readonly state?: readonly string[]
  readonly limit: string
}

const STATES: readonly TaskState[] = ['pending', 'leased', 'failed', 'dead', 'sent', 'cancelled']
const GROUPS: Readonly<Record<string, readonly TaskState[]>> = {
  waiting: ['pending', 'leased', 'failed'],
  parked: ['dead'],
}
const MAX_LIMIT = 100_000

export async function run(context: Context, { options }: Invocation<QueueListOptions>): Promise<undefined> {
  const states = (options.state ?? ['waiting', 'parked']).flatMap(statesOf)
  const limit = limitOf(options.limit)
  const app = await context.open([TIME_TRACKER, TASK_QUEUE])
  const [queue, { account }] = [app.get(TASK_QUEUE), app.get(TIME_TRACKER)]
  const tasks = await queue.tasks({ account, states, limit })
  const counts = await queue.counts(account)
  const clock = app.get(CLOCK)
  const time = timeFormat({ zone: clock.zone(), locale: localeOf(context.io.env) })
  context.out.result({ tasks: tasks.map(taskDocument), counts: countsDocument(counts) }, (style) =>
    taskList(tasks, time, clock.now(), style),
  )
  context.out.note(tasks.length === 0 ? `Nothing to show: ${countsWords(counts)}.` : `${countsWords(counts)}.`)
  return undefined
}

function statesOf(name: string): readonly TaskState[] {
  const found = GROUPS[name] ?? STATES.filter((state) => state === name)
  if (found.length > 0) return found
  throw inputError(
    'STATE_UNKNOWN',
    '--state names no state of a task.',
    `Name one of ${[...Object.keys(GROUPS), ...STATES].join(', ')}.`,
  )
}

function limitOf(text: string): number {
  const limit = /^\d{1,6}$/.test(text) ? Number(text) : 0
  if (limit >= 1 && limit <= MAX_LIMIT) return limit
  throw inputError('LIMIT_INVALID', '--limit is not a whole number.', `Name one from 1 to ${MAX_LIMIT}.`)
}
