import { type AccountId, type EntryId, screenshotPayload, type TaskId } from '@meantime/core'
import type { Connection } from '../file/connection.js'
import { openTaskCount } from '../queue/capacity.js'
import { insertTask } from '../queue/insert-task.js'
import type { ShotRow } from './rows.js'

/** Shots that one transaction moves: the write lock is never held for long. */
export const RELEASE_CHUNK = 200

export interface ReleaseTerms {
  readonly account: AccountId
  readonly now: number
  /** Open tasks that the queue holds. */
  readonly capacity: number
}

export interface Released {
  readonly queued: number
  /** Of an entry that is deleted. */
  readonly deleted: number
  /** The queue takes no more. */
  readonly full: boolean
  /** Those that are due and stay for that, and did not before. */
  readonly refused: number
}

type Due = ShotRow & { readonly deleted: 0 | 1 }

const DUE = `SELECT s.*, coalesce(e.state = 'deleted', 0) AS deleted
  FROM shots AS s LEFT JOIN entries AS e ON e.id = s.entry_id
  WHERE s.state = 'held' AND s.account_id = ? AND s.hold_until <= ? ORDER BY s.taken_at, s.id LIMIT ?`
const SLACK_MS = 60_000

/** Moves what is due, at most a chunk of it, from the person's hands into the queue: row and task together. */
export function release(connection: Connection, { account, now, capacity }: ReleaseTerms): Released {
  mendDeadlines(connection, account, now)
  const due = connection.sql<Due>(DUE).all(account, now, RELEASE_CHUNK)
  const wanted = due.filter(({ deleted }) => deleted === 0)
  const room = Math.max(0, capacity - openTaskCount(connection))
  for (const { id, deleted } of due) if (deleted === 1) endShot(connection, id, 'entry-deleted', now)
  for (const shot of wanted.slice(0, room)) enqueue(connection, shot, now)
  const full = wanted.length > room
  return {
    queued: Math.min(wanted.length, room),
    deleted: due.length - wanted.length,
    full,
    refused: full ? sayWhy(connection, account, now) : 0,
  }
}

/** UTC ms; undefined when none is held. */
export function nextReleaseAt(connection: Connection, account: AccountId, now: number): number | undefined {
  const next = `SELECT min(min(hold_until, ? + hold_ms + ${SLACK_MS})) AS at FROM shots
    WHERE state = 'held' AND account_id = ?`
  return connection.sql<{ at: number | null }>(next).get(now, account)?.at ?? undefined
}

export function endShot(connection: Connection, id: string, reason: string, now: number): void {
  connection
    .sql(
      `UPDATE shots SET state = 'deleted', reason = ?, ended_at = ?, hold_until = NULL, sha256 = NULL, bytes = NULL,
         media_type = NULL, width = NULL, height = NULL WHERE id = ?`,
    )
    .run(reason, now, id)
}

/** Also of those that this chunk has not come to. */
function sayWhy(connection: Connection, account: AccountId, now: number): number {
  const stay = `UPDATE shots SET reason = 'queue-full' WHERE state = 'held' AND account_id = ? AND hold_until <= ?
    AND reason IS NOT 'queue-full'`
  return connection.sql(stay).run(account, now).changes
}

/** A deadline further away than it was ever meant to be: the clock was put back. It is held for its time from now. */
function mendDeadlines(connection: Connection, account: AccountId, now: number): void {
  connection
    .sql(
      `UPDATE shots SET hold_until = ? + hold_ms
       WHERE state = 'held' AND account_id = ? AND hold_until > ? + hold_ms + ${SLACK_MS}`,
    )
    .run(now, account, now)
}

function enqueue(connection: Connection, row: Due, now: number): void {
  const { id, account_id: account, entry_id, sha256, bytes, media_type } = row
  const entryId = entry_id as EntryId
  const blob = { sha256: sha256 ?? '', bytes: bytes ?? 0, mediaType: media_type ?? '' }
  const facts = { id: id as TaskId, entryId, takenAt: row.taken_at, monitor: row.monitor ?? undefined }
  connection.sql("UPDATE shots SET state = 'queued', reason = NULL, hold_until = NULL WHERE id = ?").run(id)
  insertTask(connection, {
    id,
    lane: id,
    account,
    entityType: 'screenshot',
    payload: screenshotPayload(facts, blob),
    createdAt: now,
    waitsFor: entryId,
    blob,
  })
}
