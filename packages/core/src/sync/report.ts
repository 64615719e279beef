import type { MeantimeError } from '../errors.js'
import { SERVER_RESTS } from './breaker.js'

/**
 *   drained    everything that could be delivered now is
 *   waiting    the server answered, some tasks wait for their next try or are parked
 *   offline    our server was not reached
 *   failing    it was reached and could not work (5xx, 429, timeouts); later is better than now
 *   refused    it will not talk to us as we are (403, upgrade needed, not a Meantime server)
 *   busy       another process on this computer is delivering
 *   cancelled  we were asked to stop
 */
export type SyncStatus = 'drained' | 'waiting' | 'offline' | 'failing' | 'refused' | 'busy' | 'cancelled'

export interface SyncReport {
  readonly status: SyncStatus
  /** Tasks that took effect at the server or were found to have taken effect before. */
  readonly sent: number
  /** Tasks parked in this run, for a person to decide. */
  readonly dead: number
  /** Tasks that the server asked to send later. */
  readonly failed: number
  readonly batches: number
  /** Bytes sent as request bodies. */
  readonly bytes: number
  /** Undelivered tasks of the account after the run, parked ones included. */
  readonly left: number
  /** Events that were enqueued once again, because the server had forgotten them or a person asked for it. */
  readonly reoffered: number
  /** Delivered screenshots and samples that could not be: they are not on this computer any more. */
  readonly gone: number
  /** Why a run ended before the queue was drained. */
  readonly problem?: MeantimeError
  /** UTC ms from which on trying again makes sense. */
  readonly retryAt?: number
}

export interface SyncProgress {
  readonly sent: number
  readonly left: number
  readonly bytes: number
  /** The current limit of a batch. */
  readonly limit: number
}

/** What the last run of any process on this data folder left behind, in the state store under `lastSyncKey`. */
export interface LastSync {
  readonly at: number
  readonly status: SyncStatus | 'auth-required'
  readonly sent: number
  /** Events that were enqueued once again; absent when there were none. */
  readonly reoffered?: number
  readonly problem?: { readonly code: string; readonly message: string }
  /** When a batch last got through. */
  readonly deliveredAt?: number
}

export const lastSyncKey = (account: string): string => `last-sync:${account}`

/** The lock of whoever delivers for the account. */
export const syncLock = (account: string): string => `sync:${account}`

/** Two runs of one flight, as one. A run that left a resting server alone learned nothing: what the other found counts. */
export function mergeReports(earlier: SyncReport, later: SyncReport): SyncReport {
  const ending = later.problem?.code === SERVER_RESTS ? earlier : later
  return {
    ...ending,
    left: later.left,
    sent: earlier.sent + later.sent,
    dead: earlier.dead + later.dead,
    failed: earlier.failed + later.failed,
    batches: earlier.batches + later.batches,
    bytes: earlier.bytes + later.bytes,
    reoffered: earlier.reoffered + later.reoffered,
    gone: earlier.gone + later.gone,
  }
}
