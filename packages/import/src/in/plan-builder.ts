import type { EntryId } from '@meantime/core'
import { derivedId } from '../derived-id.js'
import { fitText } from '../fit-text.js'
import { type FoundEntry, type Stretch, stepsOf } from '../found-entry.js'
import type { LeftOut, LeftOutReason, Plan } from '../plan.js'
import { mapped, type ProjectMap } from '../projects.js'

export interface ReadOptions {
  /** UTC ms. */
  readonly now: number
  /** IANA zone of times that name none. */
  readonly zone: string
  /** Their project names to ours. */
  readonly projects?: ProjectMap
}

export interface Read {
  readonly where: string
  readonly stretches: readonly Stretch[]
  /** When it was stopped, where that is later than its last stretch. */
  readonly endedAt?: number | undefined
  readonly description: string
  readonly project: string | null
  /** @default the zone of the options */
  readonly zone?: string | undefined
  /** Its own id where it comes from Meantime. @default derived from `key`, or from what it says */
  readonly id?: EntryId | undefined
  /** How its source names it. */
  readonly key?: string | undefined
}

/** Collects what a file holds into a plan: entries in their order, each once, and what is left out. */
export class PlanBuilder {
  private readonly entries = new Map<EntryId, FoundEntry>()
  private readonly leftOut: LeftOut[] = []
  private readonly told = new Set<string>()
  private readonly twins = new Map<string, number>()
  private changed = 0

  constructor(
    private readonly source: string,
    private readonly options: ReadOptions,
  ) {}

  add(read: Read): undefined {
    const { where, stretches, endedAt, description } = read
    const last = endedAt ?? stretches.at(-1)?.to
    const first = stretches[0]
    if (!first || last === undefined) return this.leave(where, 'time-missing', shortened(description))
    if (!inOrder(stretches, last)) return this.leave(where, 'ends-before-start', shortened(description))
    if (last > this.options.now) return this.leave(where, 'in-the-future', shortened(description))
    const project = mapped(read.project, this.options.projects ?? new Map())
    const { changed, ...named } = fitText({ description, project })
    const id = read.id ?? this.idOf(first.from, last, read)
    if (this.entries.has(id)) return this.leave(where, 'repeated', shortened(description))
    if (changed) this.changed += 1
    const zone = read.zone ?? this.options.zone
    this.entries.set(id, { id, ...named, zone, steps: stepsOf(stretches, endedAt), delivered: false, where })
  }

  leave(where: string, reason: LeftOutReason, detail: string): undefined {
    this.leftOut.push({ where, reason, detail })
  }

  /** Once, however often it is said. */
  remark(sentence: string): void {
    this.told.add(sentence)
  }

  plan(): Plan {
    const { source, leftOut, changed } = this
    if (changed > 0)
      this.remark(`Descriptions or projects that were too long, or held what cannot be stored: ${changed}.`)
    const entries = [...this.entries.values()].sort((a, b) => (a.steps[0]?.at ?? 0) - (b.steps[0]?.at ?? 0))
    return { source, entries, leftOut, remarks: [...this.told] }
  }

  /** Two that say the same are two entries: the second one of a file is so each time it is read. */
  private idOf(from: number, to: number, { key, description, project }: Read): EntryId {
    if (key !== undefined) return derivedId(from, this.source, key) as EntryId
    const says = [from, to, description, project]
    const twin = this.twins.get(JSON.stringify(says)) ?? 0
    this.twins.set(JSON.stringify(says), twin + 1)
    return derivedId(from, this.source, ...says, twin) as EntryId
  }
}

function inOrder(stretches: readonly Stretch[], last: number): boolean {
  let floor = Number.NEGATIVE_INFINITY
  for (const { from, to } of [...stretches, { from: last, to: last }]) {
    if (from < floor || to < from) return false
    floor = to
  }
  return true
}

export const shortened = (text: string): string => {
  const flat = text.replace(/\s+/gu, ' ').trim()
  return flat.length > 60
    ? `“${[...flat].slice(0, 59).join('')}…”`
    : flat === ''
      ? 'without a description'
      : `“${flat}”`
}
