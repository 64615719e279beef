import { token } from '../container.js'

/** A named lock held by this process, with a fencing epoch that grows with every new holder. */
export interface HeldLock {
  readonly epoch: number
  /** Extends it by its TTL; false when another process took it over. */
  renew(): Promise<boolean>
  release(): Promise<void>
}

export interface LockOptions {
  /** The epoch of a holder that is known to be dead: its lock is taken before its TTL is over. */
  readonly takeFrom?: number | undefined
}

/** Locks between the processes that share one data folder. A holder that dies loses its lock after the TTL. */
export interface Locks {
  tryAcquire(name: string, ttlMs: number, options?: LockOptions): Promise<HeldLock | undefined>
}

export const LOCKS = token<Locks>('meantime.Locks')
