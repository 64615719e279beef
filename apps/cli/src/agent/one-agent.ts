import { type App, CLOCK, type HeldLock, LOCKS, STATE_STORE } from '@meantime/core'

/** An agent that was killed is missed for so long at most. */
const TTL_MS = 10_000
export const RENEW_EVERY_MS = 3000
const STEP_MS = 250
const NAME = 'agent'
/** Where the last agent left its process id, so that a second one need not wait to know that the first one lives. */
const PID = 'agent'

/** Held by the one agent of a data folder; or the process that has it. */
export async function takeAgentLock(app: App): Promise<HeldLock | { readonly takenBy: number | undefined }> {
  const [locks, state, clock] = [app.get(LOCKS), app.get(STATE_STORE), app.get(CLOCK)]
  const since = clock.monotonic()
  for (;;) {
    const lock = await locks.tryAcquire(NAME, TTL_MS)
    if (lock !== undefined) {
      await state.set(PID, { pid: process.pid })
      return lock
    }
    const holder = (await state.get<{ pid: number }>(PID))?.pid
    const waited = clock.monotonic() - since
    // For a moment also while it seems to live: `agentRuns` holds the lock for as long as it takes to look.
    if (waited > TTL_MS + STEP_MS || (waited > 4 * STEP_MS && isAlive(holder))) return { takenBy: holder }
    await clock.sleep(STEP_MS)
  }
}

/** Looks by trying the lock, which it gives back at once. */
export async function agentRuns(app: App): Promise<boolean> {
  const lock = await app.get(LOCKS).tryAcquire(NAME, TTL_MS)
  await lock?.release()
  return lock === undefined
}

function isAlive(pid: number | undefined): boolean {
  if (pid === undefined || pid === process.pid) return false
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}
