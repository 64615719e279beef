import type { Entry } from './entry.js'
import type { Segment } from './event.js'
import type { AccountId, EntryId, OfferId } from './ids.js'

/**
 *   idle       no key, click or movement
 *   lock       the screen was locked
 *   sleep      the computer slept, or stood still
 *   crash      Meantime or the computer was not running
 *   forgotten  so long, or over midnight, that the stop was probably forgotten
 */
export type AwayCause = 'idle' | 'lock' | 'sleep' | 'crash' | 'forgotten'

/** Says that nobody was at work in [from, to), UTC ms; `from` is the last sign of the person. */
export interface AwayEvidence {
  readonly causes: readonly AwayCause[]
  readonly from: number
  readonly to: number
}

/** A correction that is offered for one entry. It changes nothing until a person answers it. */
export interface AwayOffer extends AwayEvidence {
  readonly id: OfferId
  readonly account: AccountId
  readonly entryId: EntryId
  /** UTC ms. */
  readonly madeAt: number
  /** Absent while it is open. */
  readonly answer?: AwayAnswer['kind']
}

/**
 *   keep     the time was work: nothing changes
 *   discard  the time is taken out of the entry
 *   split    the entry ends at the last sign of the person; what follows the return becomes an entry of its own. With a
 *            description the time away becomes an entry of its own instead, and the entry keeps the rest
 *   stop     the entry ends at the last sign of the person; what it counted afterwards goes too
 */
export type AwayAnswer =
  | { readonly kind: 'keep' | 'discard' | 'stop' }
  | { readonly kind: 'split'; readonly description?: string; readonly project?: string | null }

type Stretch = Pick<AwayEvidence, 'from' | 'to'>
/** A stretch that has ended. */
export type ClosedSegment = Segment & { readonly to: number }

/** What of the entry's worked time lies within the stretch; an open segment counts until `now`. */
export function timeWithin(segments: readonly Segment[], { from, to }: Stretch, now: number): ClosedSegment[] {
  return segments
    .map((segment) => ({ from: Math.max(segment.from, from), to: Math.min(segment.to ?? now, to) }))
    .filter((piece) => piece.to > piece.from)
}

/** The worked time before an instant, closed at it. */
export function timeBefore(segments: readonly Segment[], at: number): Segment[] {
  return segments.filter(({ from }) => from < at).map(({ from, to }) => ({ from, to: Math.min(to ?? at, at) }))
}

/** The worked time from an instant on; an open segment stays open. */
export function timeAfter(segments: readonly Segment[], at: number): Segment[] {
  return segments.filter(({ to }) => to === null || to > at).map(({ from, to }) => ({ from: Math.max(from, at), to }))
}

export const lengthOf = (pieces: readonly ClosedSegment[]): number =>
  pieces.reduce((sum, { from, to }) => sum + (to - from), 0)

export interface Noting {
  readonly account: AccountId
  readonly entry: Entry
  /** Less of the entry's time than this is not worth a question, ms. */
  readonly leastMs: number
  readonly now: number
  readonly newId: () => OfferId
}

/** Looks further apart than this are two stretches away; within it nobody worked. */
const TOUCHING_MS = 30_000

/**
 * The offers with what the evidence adds for one entry: what was answered before is not asked again, what overlaps or
 * touches an open offer makes that one larger. Gives `offers` itself when nothing is new.
 */
export function noteAway(
  offers: readonly AwayOffer[],
  evidence: AwayEvidence,
  { account, entry, leastMs, now, newId }: Noting,
): readonly AwayOffer[] {
  if (entry.state === 'deleted') return offers
  const own = offers.filter(({ entryId }) => entryId === entry.id)
  const answered = own.filter(({ answer }) => answer !== undefined)
  let known = offers
  for (const stretch of notWithin(clipped(evidence, entry, now), answered)) {
    const touching = known.filter((offer) => offer.entryId === entry.id && !offer.answer && touches(offer, stretch))
    const [first] = touching
    if (!first && lengthOf(timeWithin(entry.segments, stretch, now)) < leastMs) continue
    const made = first ?? { id: newId(), account, entryId: entry.id, madeAt: now }
    const merged = { ...made, ...united([...touching, { ...stretch, causes: evidence.causes }]) }
    if (first && touching.length === 1 && same(first, merged)) continue
    known = [...known.filter((offer) => !touching.includes(offer)), merged]
  }
  return known
}

/**
 * The offers after an answer to one of them. What another program added to it meanwhile was not part of the question, so
 * it stays open as an offer of its own.
 */
export function closeOffer(
  offers: readonly AwayOffer[],
  answered: AwayOffer,
  answer: AwayAnswer['kind'],
  newId: () => OfferId,
): readonly AwayOffer[] {
  return offers.flatMap((offer) => {
    if (offer.id !== answered.id) return [offer]
    const added = notWithin([offer], [answered]).filter(({ from, to }) => to - from > TOUCHING_MS)
    return [{ ...answered, answer }, ...added.map(({ from, to }) => ({ ...offer, id: newId(), from, to }))]
  })
}

/** The part of the stretch from the first to the last worked moment of the entry in it. */
function clipped(evidence: Stretch, entry: Entry, now: number): Stretch[] {
  const pieces = timeWithin(entry.segments, evidence, now)
  const [first, last] = [pieces[0], pieces.at(-1)]
  return first && last ? [{ from: first.from, to: last.to }] : []
}

function notWithin(stretches: readonly Stretch[], taken: readonly Stretch[]): readonly Stretch[] {
  return taken.reduce<readonly Stretch[]>(
    (left, { from, to }) =>
      left.flatMap((piece) => {
        if (piece.to <= from || piece.from >= to) return [piece]
        return [
          { from: piece.from, to: from },
          { from: to, to: piece.to },
        ].filter((rest) => rest.to > rest.from)
      }),
    stretches,
  )
}

const touches = (one: Stretch, other: Stretch): boolean =>
  one.from <= other.to + TOUCHING_MS && other.from <= one.to + TOUCHING_MS

function united(all: readonly AwayEvidence[]): AwayEvidence {
  return {
    causes: [...new Set(all.flatMap(({ causes }) => causes))],
    from: Math.min(...all.map(({ from }) => from)),
    to: Math.max(...all.map(({ to }) => to)),
  }
}

const same = (one: AwayEvidence, other: AwayEvidence): boolean =>
  one.from === other.from && one.to === other.to && one.causes.length === other.causes.length
