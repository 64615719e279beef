import { type Examined, type FoundEntry, type LeftOut, stretchesOf } from '@meantime/import'
import type { FoundPicture, HubnityFindings } from '@meantime/import/hubnity'
import type { FormerView } from '../../bridge/moving.js'

const EXAMPLES = 5
const TO_END = 20
const LONGEST_DETAIL = 200

/** What was found as a window shows it. No payload is part of it: it may hold a token. */
export function formerViewOf(
  findings: HubnityFindings,
  { fresh, overlaps }: Examined,
  freshPictures: readonly FoundPicture[],
): FormerView {
  const { file, rows, entries, days, pictures, tasks, halfDelivered } = findings
  const { unnamedProjects, ...facts } = findings.facts
  const isNew = new Set(fresh.map(({ id }) => id))
  const isTotal = ({ where }: FoundEntry) => where.startsWith('total of')
  const among = (some: readonly FoundEntry[]) => {
    return { found: some.length, fresh: some.filter(({ id }) => isNew.has(id)).length }
  }
  const work = entries.filter((entry) => !isTotal(entry))
  return {
    file,
    tasks: rows,
    toDeliver: among(work.filter(({ delivered }) => !delivered)),
    keptHere: among(work.filter(({ delivered }) => delivered)),
    days: { ...among(entries.filter(isTotal)), found: days.length },
    screenshots: { found: pictures.length, fresh: freshPictures.length, waiting: tasks.screenshot.waiting },
    work: spanOf(fresh),
    overlaps: overlaps.length,
    facts,
    unnamedProjects: [...unnamedProjects],
    toEnd: halfDelivered.slice(0, TO_END).map(({ description, steps }) => {
      return { description, endedAt: steps.at(-1)?.at ?? 0 }
    }),
    leftOut: grouped(findings.leftOut),
  }
}

function spanOf(entries: readonly FoundEntry[]): FormerView['work'] {
  const stretches = entries.flatMap(stretchesOf)
  if (stretches.length === 0) return null
  return stretches.reduce<NonNullable<FormerView['work']>>(
    (sum, { from, to }) => ({
      from: Math.min(sum.from, from),
      to: Math.max(sum.to, to),
      ms: sum.ms + Math.max(0, to - from),
    }),
    { from: Number.MAX_SAFE_INTEGER, to: 0, ms: 0 },
  )
}

function grouped(leftOut: readonly LeftOut[]): FormerView['leftOut'] {
  const groups = new Map<LeftOut['reason'], LeftOut[]>()
  for (const each of leftOut) groups.set(each.reason, [...(groups.get(each.reason) ?? []), each])
  return [...groups].map(([reason, group]) => ({
    reason,
    count: group.length,
    examples: group.slice(0, EXAMPLES).map(({ where, detail }) => ({ where, detail: detail.slice(0, LONGEST_DETAIL) })),
  }))
}
