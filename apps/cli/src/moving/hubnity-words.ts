import type { Examined, FoundEntry } from '@meantime/import'
import type { FindingsApplied, HubnityFindings } from '@meantime/import/hubnity'
import { entryName } from '../output/entry.js'
import { duration, type TimeFormat } from '../time/format.js'
import { planDocument } from './documents.js'
import { entriesWord, paragraphs, sentences } from './paragraphs.js'
import { countTable, leftOutWords, overlapWords, type Row, spanWords } from './words.js'

const FEW = 5

/** The pictures that are not here yet. */
export interface Fresh {
  readonly fresh: HubnityFindings['pictures']
}

/** Everything that a person should see before they agree. */
export function hubnityPreview(findings: HubnityFindings & Fresh, examined: Examined, time: TimeFormat): string {
  const { file, rows, remarks, leftOut } = findings
  return paragraphs(
    `${file}: ${rows} ${rows === 1 ? 'task' : 'tasks'} in its queue. It was only read; nothing of it was changed.`,
    countTable(rowsOf(findings, examined)),
    spanWords(examined.fresh, time),
    sentences(remarks),
    halfWords(findings, time),
    dayWords(findings),
    overlapWords(examined.overlaps, time),
    leftOutWords(leftOut),
  )
}

function rowsOf(findings: HubnityFindings & Fresh, { fresh }: Examined): Row[] {
  const { entries, pictures, days, tasks } = findings
  const isNew = new Set(fresh.map(({ id }) => id))
  const shots = findings.fresh.length
  const isTotal = ({ where }: FoundEntry) => where.startsWith('total of')
  const row = (what: string, some: readonly FoundEntry[], found = some.length): Row => {
    const news = some.filter(({ id }) => isNew.has(id)).length
    return [what, found, news, some.length - news]
  }
  const work = entries.filter((entry) => !isTotal(entry))
  return [
    row(
      'Entries to be delivered',
      work.filter(({ delivered }) => !delivered),
    ),
    row(
      'Entries kept here only',
      work.filter(({ delivered }) => delivered),
    ),
    row('Days with time that no task explains', entries.filter(isTotal), days.length),
    ['Screenshots to be delivered', tasks.screenshot.waiting, shots, pictures.length - shots],
  ]
}

function halfWords({ halfDelivered }: HubnityFindings, time: TimeFormat): string {
  if (halfDelivered.length === 0) return ''
  const lines = halfDelivered.slice(0, FEW).map((entry) => {
    const end = time.momentWithDay(entry.steps.at(-1)?.at ?? 0)
    return `  ${entryName(entry)}, ended ${end}`
  })
  const more = halfDelivered.length > FEW ? '\n  …' : ''
  return `To be ended by hand at the former server:\n${lines.join('\n')}${more}`
}

function dayWords({ days }: HubnityFindings): string {
  if (days.length === 0) return ''
  const lines = days.slice(-FEW).map(({ day, toldMs, unexplainedMs }) => {
    return `  ${day}: ${duration(unexplainedMs)} of ${duration(toldMs)}`
  })
  return `Time in totals of days that no task explains${days.length > FEW ? ', the last ones' : ''}:\n${lines.join('\n')}`
}

export function hubnityDocument(findings: HubnityFindings & Fresh, examined: Examined) {
  const { file, rows, tasks, people, person, days, halfDelivered, strandedPictures, withoutServerId } = findings
  return {
    ...planDocument(findings, examined),
    file,
    rows,
    tasks,
    people,
    person: person ?? null,
    days,
    screenshots: findings.pictures.length,
    newScreenshots: findings.fresh.length,
    strandedScreenshots: strandedPictures,
    withoutServerId,
    continued: findings.facts.continued,
    halfDelivered: halfDelivered.map(({ id, where, description, steps }) => {
      const endedAt = new Date(steps.at(-1)?.at ?? 0).toISOString()
      return { id, where, description, endedAt }
    }),
  }
}

export function appliedWords({ imported, known, pictures, knownPictures }: FindingsApplied): string {
  const before = known + knownPictures > 0 ? ` ${known + knownPictures} were here already.` : ''
  return `Imported ${entriesWord(imported)} and ${pictures} ${pictures === 1 ? 'screenshot' : 'screenshots'}.${before}`
}
