import { type App, CLOCK, type Task } from '@meantime/core'
import Table from 'cli-table3'
import { timeFormat } from '../time/format.js'
import { localeOf } from './locale.js'
import { oneLine } from './printable.js'
import { taskWords } from './queue.js'

/** For people only; programs read --json. */
export function taskTable(tasks: readonly Task[], app: App, env: Readonly<Record<string, string | undefined>>): string {
  const clock = app.get(CLOCK)
  const now = clock.now()
  const time = timeFormat({ zone: clock.zone(), locale: localeOf(env) })
  // The same without a terminal: no colours, no guess at a width.
  const table = new Table({
    head: ['Recorded', 'What', 'State', 'Tries', 'Why', 'Id'],
    style: { head: [], border: [] },
  })
  for (const task of tasks) {
    const { what, state } = taskWords(task)
    const wait =
      task.notBefore !== undefined && task.notBefore > now ? ` until ${time.moment(task.notBefore, now)}` : ''
    const why = task.reason ? oneLine(task.reason.message, 60) : ''
    table.push([time.moment(task.createdAt, now), what, `${state}${wait}`, String(task.attempts), why, task.id])
  }
  return table.toString()
}
