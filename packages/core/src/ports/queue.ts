/*
 * Vocabulary, used the same everywhere:
 *   entry    a piece of work of one person; what people see
 *   event    something that happened to an entry (start, pause, …); appended to the journal, never changed
 *   task     one thing to deliver: an event, a screenshot or an activity sample; a row of the queue
 *   lane     the tasks of one entry; delivered in the order they were enqueued
 *   lease    a time-limited right to deliver some tasks, proved by a random token
 *   batch    the tasks of one request
 *   outcome  what the server said about one task of a batch
 *   settle   to write an outcome down under the lease
 *   receipt  the row of a delivered task, kept for 7 days
 */
import { token } from '../container.js'
import type { AccountId, EntryId, LeaseToken, TaskId } from '../domain/ids.js'
import type { BlobRef } from './blobs.js'

export type EntityType =
  | 'time_entry_start'
  | 'time_entry_pause'
  | 'time_entry_resume'
  | 'time_entry_stop'
  | 'time_entry_edit'
  | 'time_entry_delete'
  | 'screenshot'
  | 'activity'

/**
 *   pending → leased → sent | failed | dead | pending       failed → leased | dead | cancelled
 *   pending → cancelled                                      dead → pending (by hand, same key) | cancelled
 */
export type TaskState = 'pending' | 'leased' | 'failed' | 'dead' | 'sent' | 'cancelled'

/** 0 Critical (start, stop, edit, delete), 1 High (pause, resume), 2 Normal (screenshots, activity). */
export type Priority = 0 | 1 | 2

export const PRIORITY: Readonly<Record<EntityType, Priority>> = {
  time_entry_start: 0,
  time_entry_stop: 0,
  time_entry_edit: 0,
  time_entry_delete: 0,
  time_entry_pause: 1,
  time_entry_resume: 1,
  screenshot: 2,
  activity: 2,
}

/** Why a task waits or is parked: a stable code, and the sentence a person reads. */
export interface Reason {
  readonly code: string
  readonly message: string
}

export interface Task {
  /** UUID v7; the idempotency key at the server. */
  readonly id: TaskId
  readonly account: AccountId
  /** The entry's id; for a screenshot or a sample its own id. */
  readonly lane: string
  readonly entityType: EntityType
  readonly priority: Priority
  readonly state: TaskState
  /** Counts only real answers about this task. Offline, 401, 429, breaker open and shutdown consume none. */
  readonly attempts: number
  readonly createdAt: number
  /** When the lane may be tried again; absent when it need not wait. */
  readonly notBefore?: number
  readonly sentAt?: number
  readonly reason?: Reason
}

/** A task to deliver, as the journal or a capture source hands it over. `payload` is JSON. */
export interface TaskDraft {
  readonly id: TaskId
  readonly account: AccountId
  readonly entityType: 'screenshot' | 'activity'
  /** A screenshot is delivered only after the start of its entry. */
  readonly entryId?: EntryId
  readonly payload: unknown
  /** What must be at the server first. Only for a queue that is an UploadLedger too. */
  readonly blob?: BlobRef
}

export interface ClaimedTask {
  readonly id: TaskId
  readonly lane: string
  readonly entityType: EntityType
  readonly payload: unknown
  readonly attempts: number
}

export interface ClaimRequest {
  readonly account: AccountId
  readonly limit: number
  /** Sum of the payloads' bytes that a batch should not pass; at least one task is always given. @default 900 KiB */
  readonly maxBytes?: number
}

export interface Lease {
  readonly token: LeaseToken
  /** In delivery order; the tasks of one lane are a contiguous prefix of it. */
  readonly tasks: readonly ClaimedTask[]
}

export type Settlement =
  /** Applied, or found applied before. */
  | { readonly id: TaskId; readonly result: 'sent' }
  /** The server looked at it and could not take it yet: costs an attempt, its lane waits until `notBefore` (UTC ms). */
  | { readonly id: TaskId; readonly result: 'failed'; readonly notBefore: number; readonly reason: Reason }
  /** Nothing is known about it: back to pending, no attempt; its lane waits when `notBefore` is given. */
  | { readonly id: TaskId; readonly result: 'released'; readonly notBefore?: number; readonly reason?: Reason }
  /** The server will never take it: parked until a person decides. Its lane stops here, no other does. */
  | { readonly id: TaskId; readonly result: 'dead'; readonly reason: Reason }

export interface SettleResult {
  readonly settled: number
  /** Tasks that this lease no longer held: nothing was changed for them. */
  readonly stale: readonly TaskId[]
}

export type QueueCounts = Readonly<Record<TaskState, number>> & {
  /** Tasks given up to make room, ever. Only screenshots and samples can be. */
  readonly dropped: number
}

export interface TaskQuery {
  readonly account?: AccountId
  readonly states?: readonly TaskState[]
  /** @default 100 */
  readonly limit?: number
  /** @default 'oldest' */
  readonly first?: 'oldest' | 'newest'
}

/** Every transition is one compare-and-set in one transaction; a call that returned is on the disk. */
export interface TaskQueue {
  /** Throws QUEUE_FULL when the queue holds its capacity and nothing less important can make room. */
  enqueue(draft: TaskDraft): Promise<void>
  /** Leases up to `limit` deliverable tasks for 60 s; undefined when none is due. Expired leases are reclaimed first. */
  claim(request: ClaimRequest): Promise<Lease | undefined>
  /** Extends a lease by 60 s; false when any of it is no longer held. */
  renew(lease: LeaseToken): Promise<boolean>
  settle(lease: LeaseToken, settlements: readonly Settlement[]): Promise<SettleResult>
  /**
   * Makes waiting lanes due now, and the dead tasks named (all of the account's by default) pending again.
   * Returns how many waits were ended and tasks revived, together.
   */
  retry(account: AccountId, ids?: readonly TaskId[]): Promise<number>
  /**
   * Gives up dead, failed or pending tasks by a person's decision; with the start of an entry the whole entry: its other
   * tasks, its screenshots, and whatever is recorded of it later. Returns how many were cancelled.
   */
  cancel(ids: readonly TaskId[]): Promise<number>
  task(id: TaskId): Promise<Task | undefined>
  /** What is to be delivered, for a person to look at; undefined once it is over, and for what cannot be read. */
  payload(id: TaskId): Promise<unknown>
  tasks(query: TaskQuery): Promise<readonly Task[]>
  /** Lanes of the account with a task that is neither sent nor cancelled: what is not wholly at the server. */
  openLanes(account: AccountId): Promise<readonly string[]>
  counts(account?: AccountId): Promise<QueueCounts>
  /** UTC ms from which the next lane can be claimed, 0 when one can be now; undefined when nothing can become due. */
  nextDueAt(account: AccountId): Promise<number | undefined>
  /** Removes receipts older than 7 days. Nothing unsent ever ages out. Returns how many. */
  purge(): Promise<number>
}

export const TASK_QUEUE = token<TaskQueue>('meantime.TaskQueue')
