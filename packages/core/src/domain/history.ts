import { MeantimeError } from '../errors.js'
import type { NewId } from '../ports/ids.js'
import type { Decision } from '../ports/journal.js'
import { timeAfter, timeBefore } from './away.js'
import { checkSegments, existing, type When } from './decide.js'
import type { Entry } from './entry.js'
import type { Edited, EventDraft, Segment } from './event.js'
import type { EntryId, EventId } from './ids.js'
import { atMostMaxSegments, unitedSegments } from './segments.js'
import { checkDescription, checkProject } from './text.js'
import { wholeEntry } from './whole-entry.js'

/* Corrections of what was recorded, each one decision, so that one transaction holds all of it. */

export interface AddInput {
  readonly description: string
  readonly project: string | null
  /** Closed, in order, none of it in the future. */
  readonly segments: readonly Segment[]
}

/** Work that was not tracked, added by hand as an entry that has ended. */
export function decideAdd({ description, project, segments }: AddInput, when: When, newId: NewId): Decision {
  const named = { description: checkDescription(description), project: checkProject(project) }
  const worked = atMostMaxSegments(unitedSegments(checkSegments(segments, when.now())))
  if (worked.some(({ to }) => to === null))
    throw refused('TIME_INVALID', 'What is added by hand has ended.', 'Start it instead.')
  return () => wholeEntry({ ...named, segments: worked, state: 'stopped' }, newId)
}

/** Two entries of one: what was worked before the moment, and what after. The second goes on as the first one did. */
export function decideSplit(id: EntryId, at: number, when: When, newId: NewId): Decision {
  return (state) => {
    const entry = existing(state.entry(id))
    const [before, after] = [timeBefore(entry.segments, at), timeAfter(entry.segments, at)]
    if (at >= when.now() || !isWorked(before) || !isWorked(after)) throw outside()
    const { description, project, zone } = entry
    return [
      edit(entry.id, { segments: atMostMaxSegments(before) }, when, newId),
      ...(entry.state === 'paused' ? [happened('stop', entry.id, before.at(-1)?.to ?? at, newId)] : []),
      ...wholeEntry({ description, project, zone, segments: after, state: entry.state }, newId),
    ]
  }
}

/**
 * One entry of several: what the first is called, with the worked time of all; time that overlaps counts once. The one
 * that is open stays, since a stopped entry cannot be opened again; else the first one named.
 */
export function decideMerge(ids: readonly EntryId[], when: When, newId: NewId): Decision {
  return (state) => {
    const entries = [...new Set(ids)].map((id) => existing(state.entry(id)))
    const [first] = entries
    if (first === undefined || entries.length < 2)
      throw refused('MERGE_ONE', 'There is nothing to merge with.', 'Choose at least two entries.')
    const kept = entries.find((entry) => entry.state !== 'stopped') ?? first
    const segments = atMostMaxSegments(unitedSegments(entries.flatMap((entry) => entry.segments)))
    const named = kept === first ? {} : { description: first.description, project: first.project }
    const others = entries.filter((entry) => entry !== kept)
    return [
      edit(kept.id, { ...named, segments }, when, newId),
      ...others.map((entry) => happened('delete', entry.id, when.now(), newId)),
    ]
  }
}

export function decideDeleteAll(ids: readonly EntryId[], when: When, newId: NewId): Decision {
  return (state) => [...new Set(ids)].map((id) => happened('delete', existing(state.entry(id)).id, when.now(), newId))
}

export function edit(entryId: EntryId, changes: Edited['changes'], when: When, newId: NewId): EventDraft {
  return { id: newId() as EventId, entryId, type: 'edit', occurredAt: when.now(), changes }
}

export function happened(
  type: 'stop' | 'pause' | 'resume' | 'delete',
  entryId: EntryId,
  occurredAt: number,
  newId: NewId,
): EventDraft {
  return { id: newId() as EventId, entryId, type, occurredAt }
}

/** Also of an entry that has just begun to run. */
const isWorked = (segments: readonly Segment[]): boolean =>
  segments.some(({ from, to }: Pick<Entry['segments'][number], 'from' | 'to'>) => to === null || to > from)

const outside = () =>
  refused('SPLIT_OUTSIDE', 'That moment is not within the worked time.', 'Choose one between its start and its end.')

function refused(code: string, message: string, hint: string): MeantimeError {
  return new MeantimeError({ code, kind: 'input', message, safe: 'Nothing was changed.', hint })
}
