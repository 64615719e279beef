import type { Plan } from '../plan.js'
import { fieldsOf, listOf, parseJson, text, texts } from './json-text.js'
import { PlanBuilder, type ReadOptions } from './plan-builder.js'
import { momentOf } from './wall-time.js'

const FORMAT = 'the output of `timew export`'

/**
 * The output of `timew export`. It has tags and annotations, and no projects: a tag that the map names becomes the
 * project; the annotation, or else the other tags, the description.
 */
export function readTimewarrior(content: string, options: ReadOptions): Plan {
  const plan = new PlanBuilder('timewarrior', options)
  for (const [index, interval] of listOf(parseJson(content, FORMAT), FORMAT).entries())
    readInterval(interval, `interval ${index + 1}`, plan, options)
  return plan.plan()
}

function readInterval(value: unknown, where: string, plan: PlanBuilder, { projects }: ReadOptions): undefined {
  const interval = fieldsOf(value)
  const tags = texts(interval.tags)
  const project = tags.find((tag) => projects?.has(tag)) ?? null
  const words = tags.filter((tag) => tag !== project).join(', ')
  if (interval.end === undefined) return plan.leave(where, 'still-open', words)
  const [from, to] = [instantOf(interval.start), instantOf(interval.end)]
  if (from === undefined || to === undefined) return plan.leave(where, 'time-missing', words)
  const annotation = text(interval.annotation)
  // Of what it says there, so that another map makes no other entry.
  const key = JSON.stringify([from, to, tags, annotation])
  return plan.add({ where, stretches: [{ from, to }], description: annotation || words, project, key })
}

/** `20260105T090000Z`. */
function instantOf(value: unknown): number | undefined {
  const moment = momentOf(text(value))
  return moment && 'at' in moment ? moment.at : undefined
}
