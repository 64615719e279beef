import { type Clock, type HeldLock, type Locks, runs, type StateStore } from '@meantime/core'

/** One that was stopped without being killed, or whose process id went to another program, is missed for so long at most. */
const TTL_MS = 30_000
export const RENEW_EVERY_MS = 10_000
const STEP_MS = 250

/** `agent` takes pictures and notices absence; `desktop` has the window. */
export type Seat = 'agent' | 'desktop'

export interface SeatDeps {
  readonly locks: Locks
  readonly state: StateStore
  readonly clock: Clock
}

/** Where the last holder left its process id, so that the next one need not wait to know whether it lives. */
interface Holder {
  readonly pid: number
  /** Absent when it was written by an earlier version. */
  readonly epoch?: number
}

export interface TakeOptions {
  /** Does not wait to see whether the one who has it is only looking, or gone without a trace. @default false */
  readonly atOnce?: boolean
}

/** Held by the one program of a data folder that does this; or the process that has it. */
export async function takeSeat(
  seat: Seat,
  { locks, state, clock }: SeatDeps,
  { atOnce = false }: TakeOptions = {},
): Promise<HeldLock | { readonly takenBy: number | undefined }> {
  const since = clock.monotonic()
  for (;;) {
    const holder = await state.get<Holder>(seat)
    // Of a killed one the lock need not run out. Our own id may be that of a program before us, or of a part of us.
    const dead = holder !== undefined && holder.pid !== process.pid && !runs(holder.pid)
    const lock = await locks.tryAcquire(seat, TTL_MS, { takeFrom: dead ? holder.epoch : undefined })
    if (lock !== undefined) {
      await state.set(seat, { pid: process.pid, epoch: lock.epoch } satisfies Holder)
      return lock
    }
    const waited = clock.monotonic() - since
    const lives = holder !== undefined && holder.pid !== process.pid && !dead
    // For a moment also while it seems to live: `seatTaken` holds the lock for as long as it takes to look.
    if (atOnce || waited > TTL_MS + STEP_MS || (waited > 4 * STEP_MS && lives)) return { takenBy: holder?.pid }
    await clock.sleep(STEP_MS)
  }
}

/** Looks by trying the lock, which it gives back at once. */
export async function seatTaken(seat: Seat, { locks }: Pick<SeatDeps, 'locks'>): Promise<boolean> {
  const lock = await locks.tryAcquire(seat, TTL_MS)
  await lock?.release()
  return lock === undefined
}
