import { MeantimeError } from '../errors.js'
import type { NewId } from '../ports/ids.js'
import type { Decision } from '../ports/journal.js'
import { type AwayAnswer, type AwayOffer, timeAfter, timeBefore, timeWithin } from './away.js'
import type { Entry } from './entry.js'
import type { EventDraft, Segment } from './event.js'
import type { EntryId, EventId } from './ids.js'
import { MAX_SEGMENTS } from './segments.js'
import { checkDescription, checkProject } from './text.js'
import { wholeEntry } from './whole-entry.js'

/**
 * The events that carry out an answer, worked out against the entry as it is now: whatever it became since the offer
 * was made, no answer adds worked time. Throws AWAY_NOTHING_LEFT when none of the stretch is counted any more.
 */
export function decideAnswer(offer: AwayOffer, answer: AwayAnswer, now: () => number, newId: NewId): Decision {
  const named = answer.kind === 'split' && answer.description !== undefined ? asNamed(answer) : undefined
  return (state) => {
    const entry = state.entry(offer.entryId)
    const at = now()
    const stretch = { from: offer.from, to: Math.min(offer.to, at) }
    const away = entry && entry.state !== 'deleted' ? timeWithin(entry.segments, stretch, at) : []
    const left = away[0]?.from
    if (!entry || left === undefined) throw nothingLeft()
    const write = new Writer(entry, at, newId)
    const before = timeBefore(entry.segments, stretch.from)
    const after = timeAfter(entry.segments, stretch.to)
    switch (answer.kind) {
      case 'keep':
        return []
      case 'discard':
        return write.rest([...before, ...after])
      case 'stop':
        return write.ended(before, left)
      case 'split':
        if (named && before.length + after.length === 0) return write.renamed(named)
        if (named) return [...write.rest([...before, ...after]), ...write.another(away, named, 'stopped')]
        if (before.length === 0 || after.length === 0) return write.rest([...before, ...after])
        return [...write.ended(before, left), ...write.another(after, entry, entry.state)]
    }
  }
}

interface Named {
  readonly description: string
  readonly project: string | null
}

function asNamed({ description = '', project = null }: Partial<Named>): Named {
  return { description: checkDescription(description), project: checkProject(project) }
}

/** The drafts of one answer. */
class Writer {
  constructor(
    private readonly entry: Entry,
    private readonly now: number,
    private readonly newId: NewId,
  ) {}

  /** The entry counts these stretches only; with none it stays, with no time, because an entry is never made to vanish. */
  rest(segments: readonly Segment[]): EventDraft[] {
    if (segments.length > MAX_SEGMENTS) throw tooManySegments()
    const none = { from: this.entry.startedAt, to: this.entry.startedAt }
    return [this.edit({ segments: segments.length > 0 ? segments : [none] })]
  }

  /** The same, and it has ended: closing the time of a paused entry leaves it paused. */
  ended(segments: readonly Segment[], at: number): EventDraft[] {
    const edited = this.rest(segments)
    return this.entry.state === 'paused' ? [...edited, this.happened(this.entry.id, 'stop', at)] : edited
  }

  renamed({ description, project }: Named): EventDraft[] {
    return [this.edit({ description, project })]
  }

  /** Another entry with these stretches, as if it had been recorded at the time. */
  another(segments: readonly Segment[], { description, project }: Named, state: Entry['state']): EventDraft[] {
    return wholeEntry({ description, project, segments, state }, this.newId)
  }

  private edit(changes: { segments?: readonly Segment[]; description?: string; project?: string | null }): EventDraft {
    return { id: this.newId() as EventId, entryId: this.entry.id, type: 'edit', occurredAt: this.now, changes }
  }

  private happened(entryId: EntryId, type: 'stop', occurredAt: number): EventDraft {
    return { id: this.newId() as EventId, entryId, type, occurredAt }
  }
}

export const AWAY_NOTHING_LEFT = 'AWAY_NOTHING_LEFT'

function nothingLeft(): MeantimeError {
  return new MeantimeError({
    code: AWAY_NOTHING_LEFT,
    kind: 'state',
    message: 'Nothing of that time is counted any more: it was corrected in another way since.',
    safe: 'Nothing was changed.',
    hint: 'Run `meantime log` to see what is counted.',
  })
}

function tooManySegments(): MeantimeError {
  return new MeantimeError({
    code: 'AWAY_TOO_MANY_SEGMENTS',
    kind: 'state',
    message: `The entry has more than ${MAX_SEGMENTS} stretches of work, which no server takes in one edit.`,
    safe: 'Nothing was changed.',
    hint: 'Keep the time, or stop the entry and begin another.',
  })
}
