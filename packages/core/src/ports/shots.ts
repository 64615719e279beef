import { token } from '../container.js'
import type { AccountId, EntryId, TaskId } from '../domain/ids.js'
import type { BlobRef } from './blobs.js'

/**
 *   held      on this computer only, until `holdUntil`: its person may look at it, redact it or delete it
 *   queued    a task of the same id delivers it
 *   sent      the server has it; the picture is gone from this computer
 *   deleted   its person deleted it before it was sent
 *   dropped   given up because the queue was full
 *   skipped   was never kept: `reason` says why
 */
export type ShotState = 'held' | 'queued' | 'sent' | 'deleted' | 'dropped' | 'skipped'

export interface ShotPicture extends BlobRef {
  /** Pixels. */
  readonly width: number
  readonly height: number
  /** How many areas were covered before it was kept; `all` when the whole picture was made unreadable. */
  readonly redacted: number | 'all'
}

/** One line of the log that a person can read: what was captured, sent, deleted or skipped, and why. */
export interface Shot {
  /** Also the id of its task: the server takes it once. */
  readonly id: TaskId
  readonly account: AccountId
  readonly entryId: EntryId
  /** UTC ms. */
  readonly takenAt: number
  /** Which screen, for people; absent where none was looked at. */
  readonly monitor?: string
  readonly state: ShotState
  /**
   * A stable code, such as `unchanged`, `paused`; of a ledger's own: `by-person` and `entry-deleted` with `deleted`,
   * `queue-full` with `dropped`, and with `held` when it is over but the queue takes no more.
   */
  readonly reason?: string
  /** Absent when there is no picture on this computer (any more). */
  readonly picture?: ShotPicture
  /** UTC ms; with `held` only. */
  readonly holdUntil?: number
}

export type HeldShot = Shot & { readonly state: 'held'; readonly picture: ShotPicture; readonly holdUntil: number }
export type SkippedShot = Shot & { readonly state: 'skipped' }

export interface ShotQuery {
  readonly account: AccountId
  readonly states?: readonly ShotState[]
  /** Taken within [from, to), UTC ms. */
  readonly from?: number
  readonly to?: number
  /** Newest first. @default 100 */
  readonly limit?: number
}

/**
 * What became of every moment at which a picture was due. A picture is a file before it is a row, and a row names a
 * file until its task is over: a crash in between leaves garbage at worst, which the next sweep takes. When its task is
 * sent, cancelled or evicted, the shot follows in the same transaction. Shots that are over are a log, kept for 30 days
 * and purged with the receipts; work that is adopted takes its shots along.
 */
export interface ShotLedger {
  /**
   * Its picture is in the blob store already (`ShotKeeper.keep` does both). On the disk when it returns. An id that is
   * there already changes nothing.
   */
  record(shot: HeldShot | SkippedShot): Promise<void>
  /**
   * Turns what was held long enough into tasks, oldest first, row and task in one transaction. Where the queue takes no
   * more they stay held, with the reason `queue-full`. Pictures of an entry that was deleted meanwhile are deleted, never
   * sent. Held for as long as was meant, also when the clock is put back. Returns how many were queued.
   */
  release(account: AccountId): Promise<number>
  /** UTC ms of the next one to be released; undefined when none is held. */
  nextReleaseAt(account: AccountId): Promise<number | undefined>
  get(id: TaskId): Promise<Shot | undefined>
  list(query: ShotQuery): Promise<readonly Shot[]>
  /**
   * Deletes held pictures and those whose task is not being sent right now; the worked time stays. Returns the ids that
   * were deleted: what the server has, or is being given, is not among them. The files are the caller's business
   * (`ShotKeeper.delete` does both); what was uploaded already, no screenshot at the server will ever name.
   */
  delete(ids: readonly TaskId[]): Promise<readonly TaskId[]>
  /** Puts another picture (redacted further) in the place of a held one; false when it is not held any more. */
  replace(id: TaskId, picture: ShotPicture): Promise<boolean>
}

export const SHOT_LEDGER = token<ShotLedger>('meantime.ShotLedger')
