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
  /**
   * Whether a program has it that lives, as far as can be told: for showing, never for deciding who may do what. Of a
   * killed one it is false before its TTL is over. Left out where it cannot be looked at.
   */
  isHeld?(name: string): Promise<boolean>
}

export const LOCKS = token<Locks>('meantime.Locks')
