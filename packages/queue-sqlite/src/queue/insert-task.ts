import { type BlobRef, type EntityType, PRIORITY } from '@meantime/core'
import type { Connection } from '../file/connection.js'
import { addBlob } from './blobs.js'
import { insertGivenUp, isGivenUp } from './given-up.js'
import { startIsOpen } from './lanes.js'
import { storedJson } from './stored-json.js'

export interface NewTask {
  readonly id: string
  /** The entry's id, or the task's own for a screenshot or a sample. */
  readonly lane: string
  readonly account: string
  readonly entityType: EntityType
  readonly payload: unknown
  readonly createdAt: number
  /** The entry whose start must be delivered first. */
  readonly waitsFor?: string | undefined
  /** What must be uploaded first. */
  readonly blob?: BlobRef | undefined
}

/** Adds a task at the end of its lane; an important one lifts the whole lane. What was given up stays given up. */
export function insertTask(connection: Connection, task: NewTask): void {
  const startOpen = task.waitsFor !== undefined && startIsOpen(connection, task.waitsFor)
  if (!startOpen && isOfGivenUp(connection, task)) {
    insertGivenUp(connection, task)
    return
  }
  const priority = PRIORITY[task.entityType]
  const { lastInsertRowid } = connection
    .sql(
      `INSERT INTO tasks (id, lane, account_id, entity_type, priority, payload, state, attempts, created_at)
       VALUES (?, ?, ?, ?, ?, ?, 'pending', 0, ?)`,
    )
    .run(task.id, task.lane, task.account, task.entityType, priority, storedJson(task.payload), task.createdAt)
  if (task.blob) addBlob(connection, task.id, task.account, task.blob)
  const held = task.blob !== undefined || startOpen
  connection
    .sql(
      `INSERT INTO lanes (key, account_id, state, priority, head_seq, waits_for) VALUES (?, ?, ?, ?, ?, ?)
       ON CONFLICT (key) DO UPDATE SET priority = min(priority, excluded.priority)`,
    )
    .run(task.lane, task.account, held ? 'held' : 'ready', priority, lastInsertRowid, task.waitsFor ?? null)
}

function isOfGivenUp(connection: Connection, { id, lane, entityType, waitsFor }: NewTask): boolean {
  if (waitsFor !== undefined) return isGivenUp(connection, waitsFor)
  return lane !== id && entityType !== 'time_entry_start' && isGivenUp(connection, lane)
}

/** To be asked first: an insert that does nothing because of its id still takes a number, and the ledger counts numbers. */
export const isKnown = (connection: Connection, id: string): boolean =>
  connection.sql('SELECT 1 FROM tasks WHERE id = ?').get(id) !== undefined
