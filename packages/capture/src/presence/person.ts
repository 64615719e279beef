import type { AwayCause, AwayEvidence } from '@meantime/core'
import type { Gap } from './gap.js'
import type { PresenceState } from './port.js'

/** What is known of the person after a look. */
export interface Person {
  /** The last sign of them, UTC ms. */
  readonly lastSeen: number
  /** UTC ms. */
  readonly lookedAt: number
  /** What was seen since the last sign. */
  readonly causes: readonly AwayCause[]
  readonly idleMs: number | 'unknown'
}

export interface Look extends PresenceState {
  /** UTC ms. */
  readonly now: number
  /** Since the look before. */
  readonly gap: Gap
}

/** Some counts are in whole seconds, and no two clocks are read at once. */
const COUNT_SLACK_MS = 1_500

/** Somebody whom nothing is known of counts as there. */
export const firstSight = ({ now, idleMs }: Pick<Look, 'now' | 'idleMs'>): Person => ({
  lastSeen: idleMs === 'unknown' ? now : now - idleMs,
  lookedAt: now,
  causes: [],
  idleMs,
})

/** The person after another look; with the stretch that they were away when they are back from one. */
export function lookAgain(
  known: Person,
  look: Look,
  awayAfterMs: number,
): { readonly person: Person; readonly evidence?: AwayEvidence } {
  const { now, idleMs, locked, gap } = look
  // Times by the old clock and the new one cannot be compared: the count of idle time begins by the new one.
  const before = gap.clockMovedMs === 0 ? known : { ...firstSight(look), causes: known.causes, lookedAt: now }
  const causes = withCauses(before.causes, look, awayAfterMs)
  const seenAt = lastSign(before, look)
  if (seenAt <= before.lastSeen || locked === true) {
    return { person: { lastSeen: before.lastSeen, lookedAt: now, causes, idleMs } }
  }
  // They came back between the two looks; as early as they can have, so that no work is taken for absence.
  const earliest = Math.max(before.lastSeen, before.lookedAt + gap.sleptMs + gap.stalledMs)
  const to = Math.min(seenAt, earliest)
  const person = { lastSeen: seenAt, lookedAt: now, causes: [], idleMs }
  if (to - before.lastSeen < awayAfterMs) return { person }
  const evidence = { causes: causes.length > 0 ? causes : (['idle'] as const), from: before.lastSeen, to }
  return { person, evidence }
}

function lastSign(before: Person, { now, idleMs, gap }: Look): number {
  if (idleMs === 'unknown') return now
  // Some counts stand still in a sleep: one that grew by all the time that was awake saw no input.
  const grown = before.idleMs === 'unknown' ? Number.NEGATIVE_INFINITY : idleMs - before.idleMs
  const slack = Math.min(COUNT_SLACK_MS, gap.awakeMs / 2)
  return grown >= 0 && grown + slack >= gap.awakeMs ? before.lastSeen : now - idleMs
}

function withCauses(causes: readonly AwayCause[], look: Look, awayAfterMs: number): readonly AwayCause[] {
  const found: AwayCause[] = []
  if (look.idleMs !== 'unknown' && look.idleMs >= awayAfterMs) found.push('idle')
  if (look.locked === true) found.push('lock')
  if (look.gap.sleptMs > 0) found.push('sleep')
  if (look.gap.stalledMs > 0) found.push('crash')
  return [...new Set([...causes, ...found])]
}
