import {
  type AccountId,
  type BlobRef,
  type Clock,
  type EntityType,
  type LeaseToken,
  MeantimeError,
  PRIORITY,
  type Reason,
  type Task,
  type TaskId,
  type TaskState,
} from '@meantime/core'

/** A task as MemoryQueue and MemoryLanes keep it. */
export type MemoryRow = { -readonly [K in keyof Task]: Task[K] } & {
  payload: string
  waitsFor?: string
  lease?: LeaseToken
  blob?: MemoryBlob
}

/** What a task needs at the server first, and how far its upload is. */
export interface MemoryBlob extends BlobRef {
  uploaded: boolean
  failures: number
  uploadId?: string
  /** UTC ms. */
  notBefore?: number
  reason?: Reason
}

const TOKEN_FIELDS = new Set(['accessToken', 'refreshToken', '_encrypted'])

export const isOpen = ({ state }: { state: TaskState }): boolean => state !== 'sent' && state !== 'cancelled'

/** The payload as a queue keeps it: without token fields. Throws PAYLOAD_NOT_JSON. */
export function json(payload: unknown): string {
  try {
    const text = JSON.stringify(payload, (key, value) => (TOKEN_FIELDS.has(key) ? undefined : value)) as
      | string
      | undefined
    if (text !== undefined) return text
  } catch {
    // Said below.
  }
  throw new MeantimeError({ code: 'PAYLOAD_NOT_JSON', kind: 'bug', message: 'A payload cannot be written as JSON.' })
}

export function newRow(
  clock: Pick<Clock, 'now'>,
  id: TaskId,
  account: AccountId,
  lane: string,
  entityType: EntityType,
  payload: string,
): MemoryRow {
  const fields = { id, account, lane, entityType, payload, priority: PRIORITY[entityType] }
  return { ...fields, state: 'pending', attempts: 0, createdAt: clock.now() }
}
