import type { EntityType, Priority, TaskState } from '@meantime/core'
import { EntitySchema } from 'typeorm'

export interface StoredTask {
  seq: number
  id: string
  lane: string
  accountId: string
  entityType: EntityType
  priority: Priority
  state: TaskState
  attempts: number
  createdAt: number
  sentAt: number | null
}

/** Without the payload: nobody needs it in a report. */
export const TaskEntity = new EntitySchema<StoredTask>({
  name: 'Task',
  tableName: 'tasks',
  columns: {
    seq: { type: 'integer', primary: true, generated: 'increment' },
    id: { type: 'text', unique: true },
    lane: { type: 'text' },
    accountId: { name: 'account_id', type: 'text' },
    entityType: { name: 'entity_type', type: 'text' },
    priority: { type: 'integer' },
    state: { type: 'text' },
    attempts: { type: 'integer' },
    createdAt: { name: 'created_at', type: 'integer' },
    sentAt: { name: 'sent_at', type: 'integer', nullable: true },
  },
})

export interface StoredDrop {
  seq: number
  taskId: string
  accountId: string
  entityType: EntityType
  reason: string
  createdAt: number
  droppedAt: number
}

export const DropEntity = new EntitySchema<StoredDrop>({
  name: 'Drop',
  tableName: 'drops',
  columns: {
    seq: { type: 'integer', primary: true, generated: 'increment' },
    taskId: { name: 'task_id', type: 'text' },
    accountId: { name: 'account_id', type: 'text' },
    entityType: { name: 'entity_type', type: 'text' },
    reason: { type: 'text' },
    createdAt: { name: 'created_at', type: 'integer' },
    droppedAt: { name: 'dropped_at', type: 'integer' },
  },
})

/** What purged receipts added up to. */
export interface StoredHistory {
  day: string
  entityType: EntityType
  what: 'recorded' | 'delivered'
  n: number
}

export const HistoryEntity = new EntitySchema<StoredHistory>({
  name: 'History',
  tableName: 'history',
  columns: {
    day: { type: 'text', primary: true },
    entityType: { name: 'entity_type', type: 'text', primary: true },
    what: { type: 'text', primary: true },
    n: { type: 'integer' },
  },
})
