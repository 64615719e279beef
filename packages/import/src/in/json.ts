import { isKnownZone } from '@meantime/core/day'
import type { Stretch } from '../found-entry.js'
import type { Plan } from '../plan.js'
import { fieldsOf, listOf, parseJson, text } from './json-text.js'
import { asEntryId } from './own-id.js'
import { PlanBuilder, type ReadOptions, shortened } from './plan-builder.js'
import { momentOf } from './wall-time.js'

const FORMAT = 'an export of Meantime'

/** What `meantime export --format json` wrote. */
export function readJson(content: string, options: ReadOptions): Plan {
  const document = parseJson(content, FORMAT)
  const entries = listOf(fieldsOf(document).entries ?? document, FORMAT)
  const plan = new PlanBuilder('json', options)
  for (const [index, value] of entries.entries()) readEntry(value, `entry ${index + 1}`, plan)
  return plan.plan()
}

function readEntry(value: unknown, where: string, plan: PlanBuilder): undefined {
  const entry = fieldsOf(value)
  const description = text(entry.description)
  if (entry.state === 'running' || entry.state === 'paused')
    return plan.leave(where, 'still-open', shortened(description))
  const stretches = Array.isArray(entry.segments) ? entry.segments.map(stretchOf) : []
  if (!stretches.every((stretch) => stretch !== undefined))
    return plan.leave(where, 'time-missing', shortened(description))
  const zone = text(entry.zone)
  return plan.add({
    where,
    stretches,
    endedAt: instantOf(entry.endedAt),
    description,
    project: text(entry.project) || null,
    zone: isKnownZone(zone) ? zone : undefined,
    id: asEntryId(entry.id),
  })
}

function stretchOf(value: unknown): Stretch | undefined {
  const [from, to] = [instantOf(fieldsOf(value).from), instantOf(fieldsOf(value).to)]
  return from === undefined || to === undefined ? undefined : { from, to }
}

function instantOf(value: unknown): number | undefined {
  const moment = momentOf(text(value))
  return moment && 'at' in moment ? moment.at : undefined
}
