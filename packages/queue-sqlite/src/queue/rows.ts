import type { EntityType, Priority, TaskState } from '@meantime/core'

/** A lane's state decides whether its tasks can be claimed; rows exist only for lanes that have open tasks. */
export type LaneState =
  /** Its first task can be claimed. */
  | 'ready'
  /** Some of its tasks are under a lease. */
  | 'leased'
  /** Backing off until `not_before`. */
  | 'waiting'
  /** Its first open task is dead: a person decides. */
  | 'blocked'
  /** A screenshot whose entry's start has not been delivered, or whose picture has not been uploaded. */
  | 'held'

export interface LaneRow {
  key: string
  account_id: string
  state: LaneState
  /** The smallest of its open tasks. */
  priority: Priority
  /** `seq` of its oldest open task. */
  head_seq: number
  not_before: number | null
  waits_for: string | null
  lease_token: string | null
}

export interface TaskRow {
  seq: number
  id: string
  lane: string
  account_id: string
  entity_type: EntityType
  priority: Priority
  payload: string | null
  state: TaskState
  attempts: number
  created_at: number
  sent_at: number | null
  lease_token: string | null
  reason_code: string | null
  reason_message: string | null
}

export const OPEN = "state IN ('pending', 'leased', 'failed', 'dead')"

/**
 * Open tasks of time entries. Must stand in a query to the letter, or SQLite does not see that the partial index
 * `tasks_open` serves it. Screenshots and samples are lanes of their own and are found by their lane's `head_seq`; an
 * index of theirs would cost each of them a page (decision 084).
 */
export const OPEN_STEP = `priority < 2 AND ${OPEN}`

/** The numbers of all tasks of the lane `:lane`, whichever kind it is; also some that are no longer open. */
export const OF_LANE = `(SELECT seq FROM tasks WHERE id = :lane UNION ALL
  SELECT seq FROM tasks WHERE lane = :lane AND ${OPEN_STEP})`

/** The numbers of all open tasks, and of nothing else. */
export const ALL_OPEN = `(SELECT head_seq FROM lanes WHERE priority = 2 UNION ALL SELECT seq FROM tasks WHERE ${OPEN_STEP})`
