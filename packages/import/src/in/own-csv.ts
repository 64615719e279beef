import type { EntryId } from '@meantime/core'
import { isKnownZone } from '@meantime/core/day'
import type { Stretch } from '../found-entry.js'
import { OWN_COLUMNS } from '../out/csv.js'
import { unguarded } from '../out/formula.js'
import type { Plan } from '../plan.js'
import { asEntryId } from './own-id.js'
import type { PlanBuilder } from './plan-builder.js'
import type { Table, TableRow } from './table.js'
import { momentOf } from './wall-time.js'

export const isOwnTable = ({ headers }: Table): boolean => OWN_COLUMNS.every((name) => headers.includes(name))

/** Our own export: a row for each stretch of work; rows of one id are one entry. */
export function readOwnTable({ rows }: Table, plan: PlanBuilder): Plan {
  const byId = new Map<string, TableRow[]>()
  for (const row of rows) {
    const id = row.cells.id ?? ''
    byId.set(id, [...(byId.get(id) ?? []), row])
  }
  for (const [id, group] of byId) {
    const entryId = asEntryId(id)
    if (entryId === undefined) for (const row of group) addRows([row], undefined, plan)
    else addRows(group, entryId, plan)
  }
  return plan.plan()
}

function addRows(rows: readonly TableRow[], id: EntryId | undefined, plan: PlanBuilder): undefined {
  const [first] = rows
  if (!first) return undefined
  const cell = (name: string) => unguarded(first.cells[name] ?? '')
  const where = `line ${first.line}`
  const description = cell('description')
  if (rows.some(({ cells }) => (cells.end_utc ?? '').trim() === '')) return plan.leave(where, 'still-open', description)
  const stretches = rows.map(stretchOf)
  if (!stretches.every((stretch) => stretch !== undefined)) return plan.leave(where, 'time-missing', description)
  const stopped = instantOf(cell('stopped_utc'))
  const zone = isKnownZone(cell('zone')) ? cell('zone') : undefined
  return plan.add({
    where,
    stretches: [...stretches].sort((a, b) => a.from - b.from || a.to - b.to),
    endedAt: stopped,
    description,
    project: cell('project') || null,
    zone,
    id,
  })
}

function stretchOf({ cells }: TableRow): Stretch | undefined {
  const [from, to] = [instantOf(cells.start_utc ?? ''), instantOf(cells.end_utc ?? '')]
  return from === undefined || to === undefined ? undefined : { from, to }
}

function instantOf(text: string): number | undefined {
  const moment = momentOf(text)
  return moment && 'at' in moment ? moment.at : undefined
}
