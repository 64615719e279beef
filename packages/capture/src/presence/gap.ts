/**
 * What the clocks of one moment say. What they do while the computer sleeps:
 *
 *                 wall    monotonic (process.hrtime)                        since boot (os.uptime)
 *   Linux         moves   stands still (CLOCK_MONOTONIC)                    moves (CLOCK_BOOTTIME)
 *   macOS         moves   moves (mach_continuous_time in libuv)             moves
 *   Windows       moves   moves (QueryPerformanceCounter)                   moves (GetTickCount64)
 *
 * Only the wall clock can be set. So on Linux a sleep is what the boot clock has more than the monotonic one; elsewhere a
 * sleep and a stopped process look alike, and a look that comes minutes late is taken for a sleep.
 */
export interface Clocks {
  /** UTC ms. */
  readonly wall: number
  readonly monotonic: number
  /** ms; undefined when the system does not say: then no sleep is claimed. */
  readonly sinceBoot: number | undefined
}

export interface Gap {
  /** The computer slept. */
  readonly sleptMs: number
  /** It was awake, and we were not given time: stopped by a signal, a debugger, a frozen container. */
  readonly stalledMs: number
  /** The wall clock was set: forward, or back when negative. */
  readonly clockMovedMs: number
  /** What passed while the computer was awake. */
  readonly awakeMs: number
}

/** An event loop that is only busy stays below it. */
const LEAST_STALL_MS = 60_000
/** The clocks are read one after the other, and the boot clock in hundredths of a second. */
const LEAST_SLEEP_MS = 1_000
/** A clock that is slewed to the right time stays below it between two looks. */
const LEAST_MOVE_MS = 5_000

/** What happened between two looks that were meant to be `plannedMs` apart. */
export function gapBetween(
  before: Clocks,
  after: Clocks,
  plannedMs: number,
  { monotonicSleeps }: { readonly monotonicSleeps: boolean },
): Gap {
  const monotonic = Math.max(0, after.monotonic - before.monotonic)
  const boot =
    before.sinceBoot === undefined || after.sinceBoot === undefined ? undefined : after.sinceBoot - before.sinceBoot
  const late = monotonic - plannedMs >= LEAST_STALL_MS ? monotonic - plannedMs : 0
  const asleep = Math.max(0, (boot ?? monotonic) - monotonic)
  const moved = after.wall - before.wall - Math.max(monotonic, boot ?? monotonic)
  const clockMovedMs = Math.abs(moved) >= LEAST_MOVE_MS ? moved : 0
  if (!monotonicSleeps) return { sleptMs: late, stalledMs: 0, clockMovedMs, awakeMs: monotonic - late }
  return { sleptMs: asleep >= LEAST_SLEEP_MS ? asleep : 0, stalledMs: late, clockMovedMs, awakeMs: monotonic }
}
