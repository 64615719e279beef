import { token } from '../container.js'
import type { AccountId, TaskId } from '../domain/ids.js'
import type { Secret } from '../secret.js'
import type { Reason } from './queue.js'

/** A picture by its content. */
export interface BlobRef {
  /** Hex, lower case. */
  readonly sha256: string
  readonly bytes: number
  /** Such as `image/webp`. */
  readonly mediaType: string
}

export type StoredBlob = Pick<BlobRef, 'sha256' | 'bytes'>

export type BlobCheck = 'sound' | 'missing' | 'damaged' | 'no-key'

/** A blob that is being read, a piece at a time: no picture is ever held in memory whole. */
export interface OpenBlob {
  readonly bytes: number
  /** Up to `length` bytes from `offset`; fewer at the end only. */
  read(offset: number, length: number): Promise<Uint8Array>
  close(): Promise<void>
}

/**
 * Large content beside the queue, found by its SHA-256. Nothing counts references: what no open task names and is
 * older than a grace period is garbage, so that no crash between a file and its row can leave more than an orphan.
 */
export interface BlobStore {
  /** On the disk when it returns; the same content is kept once. Throws kind `storage` (full disk) or `input` (empty). */
  put(content: Uint8Array | AsyncIterable<Uint8Array>): Promise<StoredBlob>
  /**
   * Reads it all and compares. `no-key`: it was encrypted with a key that is gone for good. Throws
   * SPOOL_KEY_UNAVAILABLE when the key cannot be asked for now (a keyring that is locked or not there): try later.
   */
  check(blob: StoredBlob): Promise<BlobCheck>
  /** Undefined when it is missing. Throws kind `storage`: BLOB_DAMAGED, BLOB_KEY_LOST, SPOOL_KEY_UNAVAILABLE. */
  open(sha256: string): Promise<OpenBlob | undefined>
  /**
   * Removes these now, whatever their age, but for those that are in use. `inUse` is asked after they were moved out of
   * sight, so whoever put the same content meanwhile, and named it, finds it missing and puts it again (see ShotKeeper).
   * Returns how many were removed.
   */
  remove(sha256s: readonly string[], inUse: () => Promise<ReadonlySet<string>>): Promise<number>
  /**
   * Removes what is garbage. `inUse` is asked after the files were listed, so that whatever was enqueued before is in
   * its answer. Returns how many were removed.
   */
  sweep(inUse: () => Promise<ReadonlySet<string>>): Promise<number>
}

export const BLOB_STORE = token<BlobStore>('meantime.BlobStore')

/** A blob that open tasks of an account wait for. Several tasks with one content make one upload. */
export interface PendingUpload extends BlobRef {
  /** Names the unfinished upload at the server, when one was begun. */
  readonly uploadId?: string
  readonly failures: number
}

/** The queue's side of uploads. A task with a blob can be claimed only after `uploaded`. */
export interface UploadLedger {
  /** Oldest first, without those that back off. */
  due(account: AccountId, limit: number): Promise<readonly PendingUpload[]>
  /** UTC ms from which the next upload can be tried, 0 for now; undefined when there is none. */
  nextDueAt(account: AccountId): Promise<number | undefined>
  /** Writes down, before its first byte goes out, where an upload can be resumed. */
  begun(account: AccountId, sha256: string, uploadId: string): Promise<void>
  uploaded(account: AccountId, sha256: string): Promise<void>
  /** It backs off until `notBefore`, UTC ms; its tasks keep waiting, for `reason`. */
  failed(account: AccountId, sha256: string, failure: { notBefore: number; reason: Reason }): Promise<void>
  /** It can never be uploaded: the tasks that need it are parked for a person. Returns how many. */
  parked(account: AccountId, sha256: string, reason: Reason): Promise<number>
  /** The server has lost the pictures of these tasks: they are uploaded again, from the start. */
  uploadAgain(tasks: readonly TaskId[]): Promise<void>
  /** What any account's open tasks and held shots name. */
  inUse(): Promise<ReadonlySet<string>>
}

export const UPLOAD_LEDGER = token<UploadLedger>('meantime.UploadLedger')

export interface UploadContext {
  readonly token: Secret
  readonly signal: AbortSignal
  /** Called with the server's name for a new upload; its first byte is sent after this resolves. */
  begun(uploadId: string): Promise<void>
  /** Bytes that the server has of it, those of earlier tries included. */
  progress(bytes: number): void
}

export interface BlobTransport {
  /**
   * Uploads what the server does not have of it yet; begins anew when `uploadId` has expired there. Throws a
   * TransportError: `too-large` when the server never takes one of that size, `invalid` when it refuses the content.
   */
  upload(upload: PendingUpload, content: OpenBlob, context: UploadContext): Promise<void>
}

export const BLOB_TRANSPORT = token<BlobTransport>('meantime.BlobTransport')
