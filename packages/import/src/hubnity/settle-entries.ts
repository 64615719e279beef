import type { EntryId, TaskId } from '@meantime/core'
import { derivedId } from '../derived-id.js'
import { fitText } from '../fit-text.js'
import type { FoundEntry, Step } from '../found-entry.js'
import type { LeftOut } from '../plan.js'
import { mapped, type ProjectMap } from '../projects.js'
import type { OldEntry, OldPicture } from './old-entry.js'

/** A screenshot that waits to be delivered. */
export interface FoundPicture extends OldPicture {
  readonly id: TaskId
  readonly entryId: EntryId
}

export interface SettleOptions {
  /** UTC ms. */
  readonly now: number
  readonly projects: ProjectMap
  /** Ends entries that were never stopped where the next one starts, else at the last that is known of them. */
  readonly endOpen: boolean
  /** Delivers also what the former server has. */
  readonly resend: boolean
  /** Whose entries. Everybody's when nobody is named in the file. */
  readonly person: string | undefined
}

export interface Settled {
  readonly entries: FoundEntry[]
  readonly pictures: FoundPicture[]
  /** Pictures of entries that the former server has: it is the only one that could take them. */
  readonly strandedPictures: number
  readonly leftOut: LeftOut[]
  /** The former server has the start and not the rest, and nothing here says what it calls them. */
  readonly halfDelivered: FoundEntry[]
  readonly counts: { shortened: number; doubtful: number; endedAtPause: number; endGuessed: number; clockBack: number }
}

/** Decides about each entry whether it can be imported, and as what. */
export function settleEntries(old: readonly OldEntry[], options: SettleOptions): Settled {
  const settled: Settled = {
    entries: [],
    pictures: [],
    strandedPictures: 0,
    leftOut: [],
    halfDelivered: [],
    counts: { shortened: 0, doubtful: 0, endedAtPause: 0, endGuessed: 0, clockBack: 0 },
  }
  let stranded = 0
  const nextOf = followers(old)
  for (const entry of old) {
    const steps = whole(entry, nextOf.get(entry), options, settled)
    if (!steps) continue
    const found = foundEntry(entry, steps, options, settled)
    settled.entries.push(found)
    if (entry.doubtful) settled.counts.doubtful += 1
    if (goesBack(steps)) settled.counts.clockBack += 1
    if (entry.state === 'delivered' && entry.waits && found.foreignId === undefined) settled.halfDelivered.push(found)
    if (found.delivered) stranded += entry.pictures.length
    else settled.pictures.push(...entry.pictures.map((picture) => pictureOf(picture, found)))
  }
  return { ...settled, strandedPictures: stranded }
}

function pictureOf(picture: OldPicture, { id: entryId }: FoundEntry): FoundPicture {
  const { row, takenAt } = picture
  return { ...picture, entryId, id: derivedId(takenAt, 'hubnity', 'picture', entryId, row, takenAt) as TaskId }
}

/** What the same person began after each entry. */
function followers(old: readonly OldEntry[]): ReadonlyMap<OldEntry, OldEntry> {
  const next = new Map<OldEntry, OldEntry>()
  const later = new Map<string | undefined, OldEntry>()
  for (const entry of [...old].reverse()) {
    const follower = later.get(entry.userId)
    if (follower) next.set(entry, follower)
    if (entry.state !== 'given-up') later.set(entry.userId, entry)
  }
  return next
}

/** Its steps with an end; undefined when it is left out. */
function whole(
  entry: OldEntry,
  next: OldEntry | undefined,
  { now, endOpen, person }: SettleOptions,
  { leftOut, counts }: Settled,
): readonly Step[] | undefined {
  const leave = (reason: LeftOut['reason'], detail: string): undefined => {
    leftOut.push({ where: `row ${entry.row}`, reason, detail })
  }
  if (entry.state === 'given-up') return leave('given-up', named(entry))
  if (person !== undefined && entry.userId !== undefined && entry.userId !== person)
    return leave('other-person', `of ${entry.userId}`)
  const { steps, condition } = entry
  if (steps.some(({ at }) => at > now)) return leave('in-the-future', named(entry))
  if (condition === 'stopped') return steps
  const last = steps.at(-1)
  if (condition === 'paused' && last && (next !== undefined || endOpen)) {
    counts.endedAtPause += 1
    return [...steps, { type: 'stop', at: last.at }]
  }
  if (!endOpen) return leave(next ? 'end-missing' : 'still-open', named(entry))
  counts.endGuessed += 1
  return [...steps, { type: 'stop', at: Math.max(next?.startedAt ?? entry.lastSign, last?.at ?? 0) }]
}

function foundEntry(entry: OldEntry, steps: readonly Step[], options: SettleOptions, { counts }: Settled): FoundEntry {
  const { row, startedAt, userId = null, description, project } = entry
  const fitted = fitText({ description, project: mapped(project, options.projects) })
  if (fitted.changed) counts.shortened += 1
  const foreignId = entry.state === 'delivered' && entry.waits ? entry.remoteId : undefined
  return {
    // Of what the row says, so that another mapping of projects makes no other entry.
    id: derivedId(startedAt, 'hubnity', 'entry', row, startedAt, userId, project, description) as EntryId,
    description: fitted.description,
    project: fitted.project,
    steps,
    delivered: entry.state === 'delivered' && foreignId === undefined && !options.resend,
    ...(foreignId === undefined ? {} : { foreignId }),
    where: `row ${row}`,
  }
}

const goesBack = (steps: readonly Step[]): boolean =>
  steps.some(({ at }, index) => at < (steps[index - 1]?.at ?? Number.NEGATIVE_INFINITY))

const named = ({ description, startedAt }: OldEntry): string => {
  const start = new Date(startedAt).toISOString()
  return description === '' ? `begun ${start}` : `“${description.slice(0, 60)}”, begun ${start}`
}
