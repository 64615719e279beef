import type { FoundEntry } from './found-entry.js'

/**
 *   unreadable        it is damaged, or encrypted with a key that is not here
 *   unknown-kind      of a kind that nobody here knows
 *   time-missing      it is not known when it happened
 *   start-missing     what it belongs to was not started by anything that is here
 *   still-open        it was running or paused when the source was read
 *   end-missing       it was never stopped, and nothing says when the work ended
 *   ends-before-start
 *   in-the-future
 *   clock-skipped     a time that no clock in the zone ever showed
 *   given-up          given up by the person in the other program
 *   other-person      recorded by somebody else
 *   no-picture        a screenshot without a picture that can be read
 *   repeated          the very same entry stands there twice
 */
export type LeftOutReason =
  | 'unreadable'
  | 'unknown-kind'
  | 'time-missing'
  | 'start-missing'
  | 'still-open'
  | 'end-missing'
  | 'ends-before-start'
  | 'in-the-future'
  | 'clock-skipped'
  | 'given-up'
  | 'other-person'
  | 'no-picture'
  | 'repeated'

/** Something of the source that is not imported, and why. It stays where it is. */
export interface LeftOut {
  /** `row 12`, `line 7`. */
  readonly where: string
  readonly reason: LeftOutReason
  /** For people: what it is, or what exactly is wrong with it. Never a payload: it may hold a token. */
  readonly detail: string
}

/** What a source holds, before anything is imported. */
export interface Plan {
  /** `hubnity`, `toggl`, …; part of what ids are derived from. */
  readonly source: string
  /** The earliest first. */
  readonly entries: readonly FoundEntry[]
  readonly leftOut: readonly LeftOut[]
  /** What could not be known, or was changed to fit; whole sentences. */
  readonly remarks: readonly string[]
}
