import { notThatFormat } from '../import-errors.js'
import type { Plan } from '../plan.js'
import { isOwnTable, readOwnTable } from './own-csv.js'
import { PlanBuilder, type ReadOptions } from './plan-builder.js'
import { readTable, type TableRow } from './table.js'
import { durationOf, momentOf, momentOfColumns, resolve } from './wall-time.js'

/** Headers that mean the same, the clearest first. */
const NAMES = {
  start: ['start_utc', 'start', 'start time', 'started', 'started at', 'from', 'begin'],
  startDay: ['start date', 'date', 'day'],
  end: ['end_utc', 'end', 'end time', 'stop', 'stop time', 'stopped', 'ended', 'ended at', 'to'],
  endDay: ['end date', 'stop date', 'date', 'day'],
  duration: ['duration', 'duration (h)'],
  description: ['description', 'title', 'summary', 'notes', 'note', 'task'],
  project: ['project', 'project name'],
} as const

/**
 * A table of worked time with one entry in each row, by the names of its columns: a start and an end, each a time with
 * its day, or a time beside a column with the day; description and project where there are any. Toggl's detailed report
 * is one. Our own export is recognised, and comes back as it was.
 */
export function readCsv(text: string, options: ReadOptions, format: 'csv' | 'toggl' = 'csv'): Plan {
  const table = readTable(text, format === 'csv' ? 'CSV' : 'a report of Toggl')
  const plan = new PlanBuilder('csv', options)
  if (isOwnTable(table)) return readOwnTable(table, plan)
  const column = (names: readonly string[]) => names.find((name) => table.headers.includes(name))
  const [start, end] = [column(NAMES.start), column(NAMES.end)]
  if (start === undefined || end === undefined) {
    const missing = start === undefined ? 'when things began' : 'when things ended'
    throw notThatFormat(format === 'csv' ? 'CSV' : 'a report of Toggl', `no column says ${missing}`)
  }
  const columns = { start, end, startDay: column(NAMES.startDay), endDay: column(NAMES.endDay) }
  const more = {
    duration: column(NAMES.duration),
    description: column(NAMES.description),
    project: column(NAMES.project),
  }
  for (const row of table.rows) readRow(row, { ...columns, ...more }, plan, options.zone)
  return plan.plan()
}

type Columns = Readonly<Record<'start' | 'end', string>> &
  Readonly<Record<'startDay' | 'endDay' | 'duration' | 'description' | 'project', string | undefined>>

function readRow({ cells, line }: TableRow, columns: Columns, plan: PlanBuilder, zone: string): undefined {
  const cell = (name: string | undefined) => (name === undefined ? '' : (cells[name] ?? ''))
  const where = `line ${line}`
  const [description, project] = [cell(columns.description), cell(columns.project) || null]
  const startText = cell(columns.start)
  const endText = cell(columns.end)
  const [startDay, endDay] = [cell(columns.startDay), cell(columns.endDay)]
  const start = momentOfColumns(startDay, startText) ?? momentOf(startText)
  if (!start) return plan.leave(where, 'time-missing', `begins “${`${startDay} ${startText}`.trim().slice(0, 40)}”`)
  if (endText.trim() === '') return plan.leave(where, 'still-open', description)
  const end = momentOfColumns(endDay || startDay, endText) ?? momentOf(endText)
  if (!end) return plan.leave(where, 'time-missing', `ends “${`${endDay} ${endText}`.trim().slice(0, 40)}”`)
  const found = resolve({ start, end, duration: durationOf(cell(columns.duration)), zone })
  if (!('at' in start) || !('at' in end)) plan.remark(`Times without a zone are read as times in ${zone}.`)
  if (found === 'skipped') return plan.leave(where, 'clock-skipped', `${startText} – ${endText} in ${zone}`)
  const { from, to, ambiguous } = found
  if (ambiguous)
    plan.remark(`Where clocks in ${zone} showed an hour twice, the first is taken unless the length tells.`)
  return plan.add({ where, stretches: [{ from, to }], description, project })
}
