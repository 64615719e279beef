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
  /** A stable code: `unchanged`, `paused`, `by-person`, `queue-full` … */
  readonly reason?: string
  /** Absent when there is no picture on this computer (any more). */
  readonly picture?: ShotPicture
  /** UTC ms; with `held` only. */
  readonly holdUntil?: number
}

export type HeldShot = Shot & { readonly picture: ShotPicture; readonly holdUntil: number }

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
 * file until its task is over: a crash in between leaves garbage at worst, which the next sweep takes.
 */
export interface ShotLedger {
  /** `held` or `skipped`. Its picture is in the blob store already. On the disk when it returns. */
  record(shot: HeldShot | (Shot & { readonly state: 'skipped' })): Promise<void>
  /**
   * Turns what was held long enough into tasks, oldest first, row and task in one transaction. Where the queue takes no
   * more they stay held (the capacity rules decide later). Returns how many were queued.
   */
  release(account: AccountId): Promise<number>
  /** UTC ms of the next one to be released; undefined when none is held. */
  nextReleaseAt(account: AccountId): Promise<number | undefined>
  get(id: TaskId): Promise<Shot | undefined>
  list(query: ShotQuery): Promise<readonly Shot[]>
  /**
   * Deletes held pictures and those whose task is not being sent right now; the worked time stays. Returns the ids that
   * were deleted: what the server has, or is being given, is not among them.
   */
  delete(ids: readonly TaskId[]): Promise<readonly TaskId[]>
  /** Puts another picture (redacted further) in the place of a held one; false when it is not held any more. */
  replace(id: TaskId, picture: ShotPicture): Promise<boolean>
}

export const SHOT_LEDGER = token<ShotLedger>('meantime.ShotLedger')
