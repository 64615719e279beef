import {
  type AccountId,
  type AuthApi,
  type Clock,
  type Locks,
  type Logger,
  MeantimeError,
  type Secret,
} from '@meantime/core'
import type { SessionVault } from './session-vault.js'

interface Parts {
  readonly api: AuthApi
  readonly locks: Locks
  readonly clock: Clock
  readonly logger: Logger
}

const LOCK_TTL_MS = 10_000
const LOCK_POLL_MS = 100

/** Forgets the session first, whatever the network does, and then tells the server within `timeoutMs`. */
export async function signOut(
  vault: SessionVault,
  parts: Parts,
  account: AccountId | undefined,
  timeoutMs: number,
): Promise<{ serverTold: boolean }> {
  const held = await vault.open(account)
  vault.drop()
  const owner = held?.account ?? account
  if (owner === undefined) return { serverTold: await tell(parts, held?.tokens.refresh, timeoutMs) }
  const lock = await acquire(parts, owner, timeoutMs).catch(() => undefined)
  // A refresh that was under way may have put a newer pair there; that is the one to end.
  const latest = await vault.open(owner)
  const cleared = await vault.forget(owner)
  await lock?.release().catch(() => parts.logger.warn('The lock of the session was not released; it ends by itself'))
  const serverTold = await tell(parts, (latest ?? held)?.tokens.refresh, timeoutMs)
  if (!cleared) throw notCleared(serverTold)
  return { serverTold }
}

/** So that a refresh in another process cannot put a pair back afterwards; undefined when the lock is stuck. */
async function acquire({ locks, clock }: Parts, account: AccountId, patienceMs: number) {
  const giveUpAt = clock.monotonic() + patienceMs
  for (;;) {
    const lock = await locks.tryAcquire(`auth:${account}`, LOCK_TTL_MS)
    if (lock !== undefined || clock.monotonic() >= giveUpAt) return lock
    await clock.sleep(LOCK_POLL_MS)
  }
}

async function tell({ api, clock, logger }: Parts, refresh: Secret | undefined, timeoutMs: number): Promise<boolean> {
  if (refresh === undefined) return false
  const late = new AbortController()
  const done = new AbortController()
  clock.sleep(timeoutMs, done.signal).then(
    () => late.abort(),
    () => undefined,
  )
  try {
    await api.logout(refresh, late.signal)
    return true
  } catch {
    logger.info('The server was not told about signing out; its session ends by itself')
    return false
  } finally {
    done.abort()
  }
}

const notCleared = (serverTold: boolean) =>
  new MeantimeError({
    code: 'TOKENS_NOT_CLEARED',
    kind: 'storage',
    message: 'You are signed out here, but the stored session could not be removed from this computer.',
    safe: serverTold ? 'The server has ended the session, so what is left is worthless.' : 'Your work is saved.',
    hint: 'Unlock the keyring and sign out again.',
  })
