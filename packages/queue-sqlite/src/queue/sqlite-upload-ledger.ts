import type { AccountId, Clock, PendingUpload, Reason, TaskId, UploadLedger } from '@meantime/core'
import type { SqliteFile } from '../file/sqlite-file.js'
import type { LegacyPictures } from '../legacy/legacy-pictures.js'
import {
  blobsInUse,
  dueUploads,
  nextUploadDueAt,
  noteBegun,
  noteFailed,
  noteUploaded,
  parkWaiters,
  uploadAgain,
} from './blobs.js'

/** The uploads that the queue's tasks wait for, in the queue's own file: one transaction for each call. */
export class SqliteUploadLedger implements UploadLedger {
  constructor(
    private readonly file: SqliteFile,
    private readonly clock: Clock,
    /** Absent in a process that has no place for pictures. */
    private readonly legacy?: LegacyPictures,
  ) {}

  async due(account: AccountId, limit: number): Promise<readonly PendingUpload[]> {
    for (;;) {
      const more = (await this.legacy?.takeSome()) ?? false
      const due = await this.file.read((connection) =>
        dueUploads(connection, { account, limit, now: this.clock.now() }),
      )
      if (due.length > 0 || !more) return due
    }
  }

  async nextDueAt(account: AccountId): Promise<number | undefined> {
    if (await this.legacy?.waiting()) return 0
    return this.file.read((connection) => nextUploadDueAt(connection, account, this.clock.now()))
  }

  begun(account: AccountId, sha256: string, uploadId: string): Promise<void> {
    return this.file.write((connection) => noteBegun(connection, account, sha256, uploadId), { silent: true })
  }

  uploaded(account: AccountId, sha256: string): Promise<void> {
    return this.file.write((connection) => noteUploaded(connection, account, sha256, this.clock.now()))
  }

  failed(account: AccountId, sha256: string, failure: { notBefore: number; reason: Reason }): Promise<void> {
    return this.file.write((connection) => noteFailed(connection, { account, sha256, ...failure }))
  }

  parked(account: AccountId, sha256: string, reason: Reason): Promise<number> {
    const now = this.clock.now()
    return this.file.write((connection) => parkWaiters(connection, { account, sha256, reason, now }))
  }

  uploadAgain(tasks: readonly TaskId[]): Promise<void> {
    return this.file.write((connection) => uploadAgain(connection, tasks, this.clock.now()))
  }

  inUse(): Promise<ReadonlySet<string>> {
    return this.file.read(blobsInUse)
  }
}
