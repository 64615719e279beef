import { type EntryId, LOCAL_ACCOUNT, legacyPicture, type StoredBlob, type TaskId } from '@meantime/core'
import type { Connection } from '../file/connection.js'
import { putMeta } from '../file/meta.js'
import { accountOf } from '../journal/entry-rows.js'
import { insertTask } from '../queue/insert-task.js'

/**
 * Marks rows of `legacy_unreadable` that can be read: the predecessor's screenshots, whose pictures are still to become
 * files. In this column, because it stands before the picture: a look for them reads no picture.
 */
const WAITING = 'waiting_screenshot'
const ANY = `SELECT 1 FROM legacy_unreadable WHERE entity_type = '${WAITING}' LIMIT 1`
const NEXT = `SELECT id, payload FROM legacy_unreadable WHERE entity_type = '${WAITING}' ORDER BY id LIMIT 1`

type Picture = NonNullable<ReturnType<typeof legacyPicture>>

/** One of the predecessor's screenshots, as it waits for its picture to become a file. */
export interface WaitingPicture {
  readonly id: number
  readonly entryId: EntryId
  /** UTC ms. */
  readonly takenAt: number
  readonly picture: Picture
}

/** Keeps a screenshot until a process that has a place for pictures comes. */
export function keepWaiting(
  connection: Connection,
  { id, entryId, takenAt, imageData }: Omit<WaitingPicture, 'picture'> & { readonly imageData: unknown },
  now: number,
): void {
  connection
    .sql(
      `INSERT INTO legacy_unreadable (id, entity_type, payload, status, created_at, reason, set_aside_at)
       VALUES (?, '${WAITING}', ?, 'pending', ?, 'its picture is still to become a file', ?)`,
    )
    .run(id, JSON.stringify({ entryId, takenAt, imageData }), takenAt, now)
}

/** What the disk has damaged since it was taken over. */
export interface LostPicture {
  readonly id: number
  readonly picture: undefined
}

/** Reads no picture. */
export function isAnyWaiting(connection: Connection): boolean {
  return connection.sql(ANY).get() !== undefined
}

export function nextWaiting(connection: Connection): WaitingPicture | LostPicture | undefined {
  const row = connection.sql<{ id: number; payload: unknown }>(NEXT).get()
  if (!row) return undefined
  const { entryId, takenAt, imageData } = fieldsOf(row.payload)
  const picture = legacyPicture(imageData)
  if (typeof entryId !== 'string' || !Number.isSafeInteger(takenAt) || !picture)
    return { id: row.id, picture: undefined }
  return { id: row.id, entryId: entryId as EntryId, takenAt: takenAt as number, picture }
}

/** Its picture is a file: the row becomes a task. False when another process was faster. */
export function becomeTask(
  connection: Connection,
  { id: rowId, entryId, takenAt, picture }: WaitingPicture,
  stored: StoredBlob,
  id: TaskId,
): boolean {
  const { changes } = connection
    .sql(`DELETE FROM legacy_unreadable WHERE id = ? AND entity_type = '${WAITING}'`)
    .run(rowId)
  if (changes === 0) return false
  const { mediaType } = picture
  insertTask(connection, {
    id,
    lane: id,
    account: accountOf(connection, entryId) ?? LOCAL_ACCOUNT,
    entityType: 'screenshot',
    payload: { id, entryId, takenAt, mediaType, ...stored },
    createdAt: takenAt,
    waitsFor: entryId,
    blob: { ...stored, mediaType },
  })
  // The file of the last one gives its room back at the next start.
  if (!isAnyWaiting(connection)) putMeta(connection, 'scrub', 'due')
  return true
}

export function setPictureAside(connection: Connection, id: number): void {
  connection
    .sql(
      `UPDATE legacy_unreadable SET entity_type = 'screenshot', reason = '${NO_PICTURE}'
       WHERE id = ? AND entity_type = '${WAITING}'`,
    )
    .run(id)
}

export const NO_PICTURE = 'its picture is no JPEG, PNG or WebP in base64'

function fieldsOf(payload: unknown): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = typeof payload === 'string' ? JSON.parse(payload) : undefined
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {}
  } catch {
    return {}
  }
}
