import type { AccountId, BlobRef, PendingUpload, Reason, TaskId } from '@meantime/core'
import type { Connection } from '../file/connection.js'
import { furthestDeadline, refreshLane, startIsOpen } from './lanes.js'

type Waiting = Pick<BlobRef, 'sha256' | 'bytes'> & { media_type: string; upload_id: string | null; failures: number }
type Waiter = { readonly task_id: string; readonly waits_for: string | null }

/** A task that is parked or under a lease waits for a person or an answer, not for an upload. */
const PENDING = `EXISTS (SELECT 1 FROM tasks AS t WHERE t.id = b.task_id AND t.state IN ('pending', 'failed'))`

/** Contents that wait to be uploaded and are due, each once, oldest first. */
export function dueUploads(
  connection: Connection,
  { account, limit, now }: { account: AccountId; limit: number; now: number },
): PendingUpload[] {
  return connection
    .sql<Waiting>(
      `SELECT b.sha256, b.bytes, b.media_type, max(b.upload_id) AS upload_id, max(b.failures) AS failures
       FROM task_blobs AS b WHERE b.account_id = :account AND b.uploaded_at IS NULL AND ${PENDING}
       GROUP BY b.sha256
       HAVING max(coalesce(b.not_before, 0)) <= :now OR max(coalesce(b.not_before, 0)) > :furthest
       ORDER BY min(b.task_id) LIMIT :limit`,
    )
    .all({ account, now, furthest: furthestDeadline(now), limit })
    .map(({ sha256, bytes, media_type, upload_id, failures }) => {
      const begun = upload_id === null ? {} : { uploadId: upload_id }
      return { sha256, bytes, mediaType: media_type, failures, ...begun }
    })
}

/** 0 for now, undefined for never. */
export function nextUploadDueAt(connection: Connection, account: AccountId, now: number): number | undefined {
  const due = connection
    .sql<{ at: number | null }>(
      `SELECT min(CASE WHEN b.not_before IS NULL OR b.not_before > :furthest THEN 0 ELSE b.not_before END) AS at
       FROM task_blobs AS b WHERE b.account_id = :account AND b.uploaded_at IS NULL AND ${PENDING}`,
    )
    .get({ account, furthest: furthestDeadline(now) })?.at
  if (due === undefined || due === null) return undefined
  return due <= now ? 0 : due
}

export function noteBegun(connection: Connection, account: AccountId, sha256: string, uploadId: string): void {
  connection
    .sql('UPDATE task_blobs SET upload_id = ? WHERE account_id = ? AND sha256 = ? AND uploaded_at IS NULL')
    .run(uploadId, account, sha256)
}

/** Lets every task go that waited for this content and for nothing else. */
export function noteUploaded(connection: Connection, account: AccountId, sha256: string, now: number): void {
  const waiters = waitersFor(connection, account, sha256)
  connection
    .sql(
      `UPDATE task_blobs SET uploaded_at = ?, upload_id = NULL, not_before = NULL, failures = 0, reason_code = NULL,
         reason_message = NULL WHERE account_id = ? AND sha256 = ? AND uploaded_at IS NULL`,
    )
    .run(now, account, sha256)
  for (const { task_id, waits_for } of waiters) {
    if (waits_for !== null && startIsOpen(connection, waits_for)) continue
    connection
      .sql(
        `UPDATE lanes SET state = CASE WHEN not_before > ? THEN 'waiting' ELSE 'ready' END
         WHERE key = ? AND state = 'held'`,
      )
      .run(now, task_id)
  }
}

export function noteFailed(
  connection: Connection,
  { account, sha256, notBefore, reason }: { account: AccountId; sha256: string; notBefore: number; reason: Reason },
): void {
  connection
    .sql(
      `UPDATE task_blobs SET failures = failures + 1, not_before = ?, reason_code = ?, reason_message = ?
       WHERE account_id = ? AND sha256 = ? AND uploaded_at IS NULL`,
    )
    .run(notBefore, reason.code, reason.message, account, sha256)
}

/** For content that can never be uploaded: its tasks wait for a person. Returns how many. */
export function parkWaiters(
  connection: Connection,
  { account, sha256, reason, now }: { account: AccountId; sha256: string; reason: Reason; now: number },
): number {
  let parked = 0
  for (const { task_id } of waitersFor(connection, account, sha256)) {
    const { changes } = connection
      .sql(
        `UPDATE tasks SET state = 'dead', reason_code = ?, reason_message = ?
         WHERE id = ? AND state IN ('pending', 'failed')`,
      )
      .run(reason.code, reason.message, task_id)
    if (changes > 0) refreshLane(connection, task_id, { now })
    parked += changes
  }
  return parked
}

/** The server lost them: the tasks wait for their uploads again. */
export function uploadAgain(connection: Connection, tasks: readonly TaskId[], now: number): void {
  for (const id of tasks) {
    const { changes } = connection
      .sql('UPDATE task_blobs SET uploaded_at = NULL, upload_id = NULL, not_before = NULL WHERE task_id = ?')
      .run(id)
    if (changes > 0) refreshLane(connection, id, { now })
  }
}

export function blobsInUse(connection: Connection): ReadonlySet<string> {
  const rows = connection
    .sql<{ sha256: string }>("SELECT sha256 FROM task_blobs UNION SELECT sha256 FROM shots WHERE state = 'held'")
    .all()
  return new Set(rows.map(({ sha256 }) => sha256))
}

export function addBlob(connection: Connection, task: string, account: string, blob: BlobRef): void {
  connection
    .sql('INSERT INTO task_blobs (task_id, account_id, sha256, bytes, media_type) VALUES (?, ?, ?, ?, ?)')
    .run(task, account, blob.sha256, blob.bytes, blob.mediaType)
}

function waitersFor(connection: Connection, account: AccountId, sha256: string): Waiter[] {
  return connection
    .sql<Waiter>(
      `SELECT b.task_id, l.waits_for FROM task_blobs AS b LEFT JOIN lanes AS l ON l.key = b.task_id
       WHERE b.account_id = ? AND b.sha256 = ? AND b.uploaded_at IS NULL`,
    )
    .all(account, sha256)
}
