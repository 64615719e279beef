import type { AwayCause, AwayEvidence } from '../domain/away.js'
import type { AccountId } from '../domain/ids.js'

/**
 * What a watcher leaves on the disk about once a minute while an entry runs, so that whoever comes next knows when
 * somebody was last there, also after a kill.
 */
export interface Heartbeat {
  readonly account: AccountId
  /** When the watcher last looked, UTC ms. */
  readonly alive: number
  /** The last sign of the person, UTC ms. */
  readonly lastSeen: number
  /** What was seen since: idle, locked, slept. */
  readonly causes: readonly AwayCause[]
  readonly pid: number
  /** False once the watcher ended in order, or has nothing to watch. */
  readonly watching: boolean
}

export const HEARTBEAT = 'heartbeat'
export const HEARTBEAT_EVERY_MS = 60_000
/** A watcher that let this much pass is stopped, asleep or dead. */
const STALE_MS = 3 * HEARTBEAT_EVERY_MS
/** The boot is computed from two clocks that were not read at once. */
const BOOT_SLACK_MS = 10_000

export interface Surroundings {
  readonly now: number
  readonly awayAfterMs: number
  /** When the computer was started, UTC ms. */
  readonly bootedAt: number
  runs(pid: number): boolean
}

export interface LookedBack {
  readonly evidence: AwayEvidence | undefined
  /** True when the watcher is gone: what it left has been told and must not be told again. */
  readonly settled: boolean
}

/** What a heartbeat proves to a program that finds it: a person who stayed away, a sleep, a crash. */
export function lookBack(heartbeat: Heartbeat, surroundings: Surroundings): LookedBack {
  const { alive, lastSeen, causes, pid, watching } = heartbeat
  const { now, awayAfterMs, bootedAt, runs } = surroundings
  // The clock was set back: nothing can be said.
  if (now < alive) return { evidence: undefined, settled: false }
  const wasAway = alive - lastSeen >= awayAfterMs
  const from = wasAway ? lastSeen : alive
  const seen = wasAway ? causes : []
  const rebooted = bootedAt > alive + BOOT_SLACK_MS && bootedAt <= now
  const tell = (more: readonly AwayCause[], to: number, settled: boolean): LookedBack => {
    const long = to - from >= awayAfterMs
    return { evidence: long ? { causes: [...new Set([...seen, ...more])], from, to } : undefined, settled }
  }
  if (!watching) return tell(rebooted ? ['crash'] : [], rebooted ? bootedAt : alive, true)
  if (now - alive <= STALE_MS) return wasAway ? tell([], now, false) : { evidence: undefined, settled: false }
  // It has only not looked yet: the computer has just woken up.
  if (!rebooted && runs(pid)) return tell(['sleep'], now, false)
  return tell(['crash'], now, true)
}
