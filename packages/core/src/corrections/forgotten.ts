import type { AwayEvidence } from '../domain/away.js'
import type { Entry } from '../domain/entry.js'

export interface ForgottenOptions {
  /** An entry that ran this long without a sign of anybody was probably not stopped. @default 43 200 000 ms (12 h) */
  readonly forgottenAfterMs?: number
}

/** An entry that runs, or was stopped just now, after so long without a pause or any other sign of its person. */
export function forgottenStop(
  entry: Entry,
  now: number,
  lastSeen: number | undefined,
  { forgottenAfterMs = 12 * 3_600_000 }: ForgottenOptions,
): AwayEvidence | undefined {
  const last = entry.segments.at(-1)
  if (!last || entry.state === 'deleted') return undefined
  const from = Math.max(last.from, lastSeen ?? last.from)
  const to = last.to ?? now
  return to - from >= forgottenAfterMs ? { causes: ['forgotten'], from, to } : undefined
}

/** Away for longer than anybody takes a break, into another day: the stop was forgotten. */
const LONG_MS = 3 * 3_600_000

/** Adds that cause where it belongs; days are those of the person's zone. */
export function overMidnight(evidence: AwayEvidence, zone: string): AwayEvidence {
  const { causes, from, to } = evidence
  if (causes.includes('forgotten') || to - from < LONG_MS) return evidence
  const day = new Intl.DateTimeFormat('en-GB', { timeZone: zone, dateStyle: 'short' })
  return day.format(from) === day.format(to) ? evidence : { ...evidence, causes: [...causes, 'forgotten'] }
}
