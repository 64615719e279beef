import { MeantimeError } from '../errors.js'
import type { NewId } from '../ports/ids.js'
import type { Decision } from '../ports/journal.js'
import type { Entry } from './entry.js'
import type { Edited, EventDraft, Segment } from './event.js'
import type { EntryId, EventId } from './ids.js'
import { checkDescription, checkProject } from './text.js'

/**
 * When something happened: now by the clock, or an earlier instant that a person named. UTC ms. `now` is read when the
 * decision is made, inside the transaction: what waited for another process's write must not seem to be before it.
 */
export interface When {
  readonly now: () => number
  readonly at?: number | undefined
}

export interface StartInput {
  readonly description: string
  readonly project: string | null
  /** `stop` ends the open entry at the same instant; `refuse` throws ALREADY_TRACKING. */
  readonly whenOpen: 'stop' | 'refuse'
}

export function decideStart(input: StartInput, when: When, newId: NewId): Decision {
  const description = checkDescription(input.description)
  const project = checkProject(input.project)
  return (state) => {
    const { open } = state
    const occurredAt = instant(when)
    if (open && input.whenOpen === 'refuse') throw alreadyTracking(open)
    // Only for a moment that somebody named: the clock's own now is never refused.
    const worked = when.at === undefined ? undefined : state.endedWithin(when.at, when.now())
    if (worked) throw overlaps(worked, occurredAt)
    const stop = open ? [happened('stop', open, occurredAt, when, newId)] : []
    const entryId = newId() as EntryId
    return [...stop, { id: newId() as EventId, entryId, type: 'start', occurredAt, description, project }]
  }
}

export function decidePause(when: When, newId: NewId): Decision {
  return ({ open }) => {
    const occurredAt = instant(when)
    if (!open) throw nothingRunning('pause')
    if (open.state === 'paused')
      throw wrongState('ALREADY_PAUSED', `${named(open)} is paused already.`, 'Run `meantime resume` to go on.')
    return [happened('pause', open, occurredAt, when, newId)]
  }
}

export function decideResume(when: When, newId: NewId): Decision {
  return ({ open }) => {
    const occurredAt = instant(when)
    if (!open) throw nothingRunning('resume')
    if (open.state === 'running')
      throw wrongState('ALREADY_RUNNING', `${named(open)} is running already.`, 'Nothing to do.')
    return [happened('resume', open, occurredAt, when, newId)]
  }
}

export function decideStop(when: When, newId: NewId): Decision {
  return ({ open }) => {
    const occurredAt = instant(when)
    if (!open) throw nothingRunning('stop')
    return [happened('stop', open, occurredAt, when, newId)]
  }
}

export function decideEdit(id: EntryId, changes: Edited['changes'], when: When, newId: NewId): Decision {
  const checked = {
    ...(changes.description === undefined ? {} : { description: checkDescription(changes.description) }),
    ...(changes.project === undefined ? {} : { project: checkProject(changes.project) }),
    ...(changes.segments === undefined ? {} : { segments: checkSegments(changes.segments, when.now()) }),
  }
  return (state) => {
    const entry = existing(state.entry(id))
    const reopens = checked.segments?.at(-1)?.to === null
    if (reopens && (entry.state === 'stopped' || (state.open !== undefined && state.open.id !== id))) {
      throw wrongState(
        'ENTRY_STOPPED',
        `${named(entry)} is stopped; an edit cannot set it running.`,
        'Start a new entry.',
      )
    }
    return [{ id: newId() as EventId, entryId: id, type: 'edit', occurredAt: when.now(), changes: checked }]
  }
}

export function decideDelete(id: EntryId, when: When, newId: NewId): Decision {
  return (state) => {
    const entry = existing(state.entry(id))
    return [{ id: newId() as EventId, entryId: entry.id, type: 'delete', occurredAt: when.now() }]
  }
}

function instant({ now, at }: When): number {
  if (at === undefined) return now()
  if (!Number.isSafeInteger(at) || at < 0)
    throw badTime('TIME_INVALID', 'That is not a moment in time.', 'Try `10:30`.')
  if (at > now()) {
    throw badTime('TIME_IN_FUTURE', `${iso(at)} is in the future.`, 'Name a moment that has passed, such as `10:30`.')
  }
  return at
}

/**
 * A named instant must not lie before what the entry already knows. The clock's own now is taken as it is, even when
 * the clock was set back: the fold then counts that stretch as 0 and marks it, and nothing is refused.
 */
function happened(
  type: 'pause' | 'resume' | 'stop',
  entry: Entry,
  occurredAt: number,
  when: When,
  newId: NewId,
): EventDraft {
  const last = lastInstant(entry)
  if (when.at !== undefined && occurredAt < last) {
    throw badTime(
      'TIME_BEFORE_LAST',
      `${iso(occurredAt)} is before ${iso(last)}, when ${named(entry)} last changed.`,
      'Name a later moment.',
    )
  }
  return { id: newId() as EventId, entryId: entry.id, type, occurredAt }
}

function lastInstant(entry: Entry): number {
  const last = entry.segments.at(-1)
  return last?.to ?? last?.from ?? entry.startedAt
}

/** Throws TIME_INVALID, TIME_NEGATIVE or TIME_IN_FUTURE. */
export function checkSegments(segments: readonly Segment[], now: number): readonly Segment[] {
  if (segments.length === 0)
    throw badTime('TIME_INVALID', 'An entry needs some worked time.', 'Delete the entry instead.')
  let floor = 0
  segments.forEach(({ from, to }, index) => {
    const open = to === null
    if (![from, to ?? from].every(Number.isSafeInteger) || from < floor || (to ?? from) < from) {
      throw badTime(
        'TIME_NEGATIVE',
        'A stretch of time ends before it starts, or overlaps the one before it.',
        'Check the times.',
      )
    }
    if (open && index < segments.length - 1) {
      throw badTime('TIME_INVALID', 'Only the last stretch of an entry can still be running.', 'Check the times.')
    }
    if ((to ?? from) > now) throw badTime('TIME_IN_FUTURE', `${iso(to ?? from)} is in the future.`, 'Check the times.')
    floor = to ?? from
  })
  return segments
}

export function existing(entry: Entry | undefined): Entry {
  if (entry && entry.state !== 'deleted') return entry
  throw wrongState('ENTRY_UNKNOWN', 'There is no such entry.', 'Run `meantime log` to see your entries.')
}

function overlaps(entry: Entry, at: number): MeantimeError {
  const ended = iso(entry.endedAt ?? at)
  return badTime(
    'TIME_OVERLAPS',
    `${named(entry)} was tracked until ${ended}, after ${iso(at)}.`,
    'Name a later moment.',
  )
}

const named = (entry: Entry): string => (entry.description === '' ? 'The open entry' : `“${brief(entry.description)}”`)
const brief = (text: string): string => (text.length > 60 ? `${[...text].slice(0, 59).join('')}…` : text)
const iso = (at: number): string => new Date(at).toISOString()

function alreadyTracking(open: Entry): MeantimeError {
  const hint = 'Run `meantime switch …` to stop it and start the new one, or `meantime stop` first.'
  return wrongState('ALREADY_TRACKING', `${named(open)} is ${open.state} already.`, hint)
}

const nothingRunning = (verb: string): MeantimeError =>
  wrongState('NOTHING_RUNNING', `There is nothing to ${verb}: no entry is open.`, 'Run `meantime start` to begin one.')

function wrongState(code: string, message: string, hint: string): MeantimeError {
  return new MeantimeError({ code, kind: 'state', message, safe: 'Nothing was changed.', hint })
}

function badTime(code: string, message: string, hint: string): MeantimeError {
  return new MeantimeError({ code, kind: 'input', message, safe: 'Nothing was changed.', hint })
}
