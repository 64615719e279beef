import type { Plan } from '../plan.js'
import { type Fields, fieldsOf, listOf, parseJson, text, texts } from './json-text.js'
import { PlanBuilder, type ReadOptions } from './plan-builder.js'
import { momentOf } from './wall-time.js'

const FORMAT = 'frames of Watson'

/**
 * Watson's file `frames`, or the output of `watson log --json`. It has projects and tags, and no descriptions: the tags
 * become the description. What is running is in another file of it.
 */
export function readWatson(content: string, options: ReadOptions): Plan {
  const plan = new PlanBuilder('watson', options)
  for (const [index, frame] of listOf(parseJson(content, FORMAT), FORMAT).entries())
    readFrame(frame, `frame ${index + 1}`, plan)
  return plan.plan()
}

function readFrame(frame: unknown, where: string, plan: PlanBuilder): undefined {
  const { from, to, project, key, tags } = Array.isArray(frame) ? ofFile(frame) : ofLog(fieldsOf(frame))
  if (from === undefined || to === undefined) return plan.leave(where, 'time-missing', project)
  const named = { description: tags.join(', '), project: project || null }
  return plan.add({ where, stretches: [{ from, to }], ...named, key: key || undefined })
}

/** `[start, stop, project, id, tags, updated]`, Unix seconds. */
function ofFile([start, stop, project, id, tags]: readonly unknown[]) {
  return { from: seconds(start), to: seconds(stop), project: text(project), key: keyOf(id), tags: texts(tags) }
}

function ofLog({ start, stop, project, id, tags }: Fields) {
  return { from: instant(start), to: instant(stop), project: text(project), key: keyOf(id), tags: texts(tags) }
}

/** The same with dashes and without. */
const keyOf = (id: unknown): string => text(id).replaceAll('-', '').toLowerCase()

const seconds = (value: unknown): number | undefined =>
  typeof value === 'number' && value > 0 && value < 8.64e12 ? Math.round(value) * 1000 : undefined

function instant(value: unknown): number | undefined {
  const moment = momentOf(text(value))
  return moment && 'at' in moment ? moment.at : undefined
}
