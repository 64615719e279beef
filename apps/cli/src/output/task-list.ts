import type { Task } from '@meantime/core'
import type { TimeFormat } from '../time/format.js'
import { oneLine } from './printable.js'
import { taskWords } from './queue.js'
import type { Style } from './style.js'
import { wrapped } from './wrapped.js'

const WIDTH = 80
const REASON = 160
/** As many letters of an id as tell one from another. */
const SHORT_ID = 8

/** For people only: a line for each task, no wider than 80 columns, and below it why it waits. */
export function taskList(tasks: readonly Task[], time: TimeFormat, now: number, style: Style): string {
  const rows = tasks.map((task) => rowOf(task, time, now))
  const [recorded, what] = [0, 1].map((column) => Math.max(...rows.map((row) => (row[column] ?? '').length)))
  return rows
    .map(([when, kind, id, state], index) => {
      const line = `${when.padEnd(recorded ?? 0)}  ${kind.padEnd(what ?? 0)}  ${style.faint(id)}  ${state}`
      const reason = oneLine(tasks[index]?.reason?.message ?? '', REASON)
      const indent = ' '.repeat((recorded ?? 0) + 2)
      return [line, ...(reason ? wrapped(reason, WIDTH - indent.length).map((words) => indent + words) : [])].join('\n')
    })
    .join('\n')
}

function rowOf(task: Task, time: TimeFormat, now: number): readonly [string, string, string, string] {
  const { what, state } = taskWords(task)
  const wait = task.notBefore !== undefined && task.notBefore > now ? ` until ${time.moment(task.notBefore, now)}` : ''
  const tries = task.attempts > 1 ? `, tried ${task.attempts} times` : ''
  return [time.moment(task.createdAt, now), what, task.id.slice(-SHORT_ID), `${state}${wait}${tries}`]
}
