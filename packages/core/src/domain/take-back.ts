import { MeantimeError } from '../errors.js'
import type { NewId } from '../ports/ids.js'
import type { Decision, JournalState } from '../ports/journal.js'
import type { When } from './decide.js'
import type { Entry } from './entry.js'
import type { Edited, EventDraft, Segment } from './event.js'
import { edit, happened } from './history.js'
import type { EntryId } from './ids.js'
import { sameSegments } from './segments.js'
import { wholeEntry } from './whole-entry.js'

/** One correction of the history: the entries that it touched, before and after it. */
export interface HistoryChange {
  readonly kind: 'add' | 'edit' | 'split' | 'merge' | 'delete'
  /** UTC ms. */
  readonly at: number
  /** What was there and was changed or deleted. */
  readonly before: readonly Entry[]
  /** The same ones and those that it made, as it left them. */
  readonly after: readonly Entry[]
}

export interface TakenBack {
  readonly drafts: readonly EventDraft[]
  /** Entries that could only come back under another id, by the one they had. */
  readonly renamed: ReadonlyMap<EntryId, EntryId>
}

/**
 * The events that undo a change, as far as events that are only ever appended can: an edit is edited back; what was
 * deleted, or ended by the change, comes back as a new entry with the same content. Throws CHANGED_SINCE when any of it
 * is not as the change left it: whatever somebody did since is not overwritten.
 */
export function takeBack(change: HistoryChange, state: JournalState, when: When, newId: NewId): TakenBack {
  const { before, after } = change
  for (const left of after) if (!sameContent(left, state.entry(left.id))) throw changedSince()
  const drafts: EventDraft[] = []
  const renamed = new Map<EntryId, EntryId>()
  for (const { id, state: now } of after) {
    const returns = before.find((entry) => entry.id === id)
    const gone = now === 'deleted' || (returns && !isNewNeeded(returns, now))
    if (!gone) drafts.push(happened('delete', id, when.now(), newId))
  }
  for (const entry of before) {
    const left = after.find(({ id }) => id === entry.id)
    if (left && !isNewNeeded(entry, left.state)) {
      const changes = difference(left, entry)
      if (Object.keys(changes).length > 0) drafts.push(edit(entry.id, changes, when, newId))
      continue
    }
    const again = wholeEntry(comingBack(entry, change, state, when), newId)
    const [start] = again
    if (start) renamed.set(entry.id, start.entryId)
    drafts.push(...again)
  }
  return { drafts, renamed }
}

/** For a journal that calls a decision again, the last call counts. */
export function decideTakeBack(
  change: HistoryChange,
  when: When,
  newId: NewId,
  tell: (taken: TakenBack) => void,
): Decision {
  return (state) => {
    const taken = takeBack(change, state, when, newId)
    tell(taken)
    return taken.drafts
  }
}

export function sameContent(one: Entry, other: Entry | undefined): boolean {
  return (
    other !== undefined &&
    one.state === other.state &&
    one.description === other.description &&
    one.project === other.project &&
    sameSegments(one.segments, other.segments)
  )
}

/** No edit brings a deleted entry back, or opens a stopped one. */
const isNewNeeded = (entry: Entry, now: Entry['state']): boolean =>
  now === 'deleted' || (now === 'stopped' && entry.state !== 'stopped')

function difference(from: Entry, to: Entry): Edited['changes'] {
  const { description, project, segments } = to
  return {
    ...(from.description === description ? {} : { description }),
    ...(from.project === project ? {} : { project }),
    ...(sameSegments(from.segments, segments) ? {} : { segments }),
  }
}

/**
 * One that was open is open again, unless another one is by now. The time since the change was worked only where the
 * change left a part of it running.
 */
function comingBack(entry: Entry, { at, after }: HistoryChange, state: JournalState, when: When) {
  const { description, project, zone, segments } = entry
  const whole = { description, project, zone }
  const elsewhere = state.open !== undefined && !after.some(({ id }) => id === state.open?.id)
  if (entry.state === 'stopped' || entry.state === 'deleted') return { ...whole, segments, state: 'stopped' as const }
  const wentOn = after.some((left) => left.state === 'running')
  if (wentOn && !elsewhere) return { ...whole, segments, state: entry.state }
  const ended = segments.map(({ from, to }): Segment => ({ from, to: to ?? Math.max(from, at) }))
  if (elsewhere) return { ...whole, segments: ended, state: 'stopped' as const }
  if (entry.state === 'paused') return { ...whole, segments: ended, state: 'paused' as const }
  const now = Math.max(when.now(), ended.at(-1)?.to ?? 0)
  return { ...whole, segments: [...ended, { from: now, to: null }], state: 'running' as const }
}

const changedSince = (): MeantimeError =>
  new MeantimeError({
    code: 'CHANGED_SINCE',
    kind: 'state',
    message: 'It was changed again since, so this cannot be taken back.',
    safe: 'Nothing was changed.',
    hint: 'Correct it by hand.',
  })
