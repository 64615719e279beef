import type { AccountId, Clock, PendingUpload, Reason, TaskId, UploadLedger } from '@meantime/core'
import { LONGEST_WAIT_MS, MINUTE } from './memory-lanes.js'
import type { MemoryQueue } from './memory-queue.js'

/** The uploads that the tasks of a MemoryQueue wait for. */
export class MemoryUploadLedger implements UploadLedger {
  constructor(
    private readonly queue: MemoryQueue,
    private readonly clock: Clock,
  ) {}

  async due(account: AccountId, limit: number): Promise<readonly PendingUpload[]> {
    const due = this.pending(account).filter(({ blob }) => this.wait(blob.notBefore) === 0)
    const bySha = new Map(due.toReversed().map((row) => [row.blob.sha256, row.blob]))
    const order = [...new Set(due.map(({ blob }) => blob.sha256))].slice(0, limit)
    return order.flatMap((sha256) => {
      const blob = bySha.get(sha256)
      if (!blob) return []
      const { bytes, mediaType, failures, uploadId } = blob
      return [{ sha256, bytes, mediaType, failures, ...(uploadId === undefined ? {} : { uploadId }) }]
    })
  }

  async nextDueAt(account: AccountId): Promise<number | undefined> {
    const waits = this.pending(account).map(({ blob }) => this.wait(blob.notBefore))
    return waits.length === 0 ? undefined : Math.min(...waits)
  }

  async begun(account: AccountId, sha256: string, uploadId: string): Promise<void> {
    for (const { blob } of this.of(account, sha256)) blob.uploadId = uploadId
  }

  async uploaded(account: AccountId, sha256: string): Promise<void> {
    for (const { blob } of this.of(account, sha256)) {
      blob.uploaded = true
      blob.failures = 0
      delete blob.uploadId
      delete blob.notBefore
      delete blob.reason
    }
  }

  async failed(account: AccountId, sha256: string, failure: { notBefore: number; reason: Reason }): Promise<void> {
    for (const { blob } of this.of(account, sha256)) Object.assign(blob, failure, { failures: blob.failures + 1 })
  }

  async parked(account: AccountId, sha256: string, reason: Reason): Promise<number> {
    const rows = this.of(account, sha256).filter(({ state }) => state === 'pending' || state === 'failed')
    for (const row of rows) Object.assign(row, { state: 'dead', reason })
    return rows.length
  }

  async uploadAgain(tasks: readonly TaskId[]): Promise<void> {
    for (const { id, blob } of this.queue.withBlobs()) {
      if (!tasks.includes(id)) continue
      blob.uploaded = false
      delete blob.uploadId
      delete blob.notBefore
    }
  }

  async inUse(): Promise<ReadonlySet<string>> {
    return new Set(this.queue.withBlobs().map(({ blob }) => blob.sha256))
  }

  /** A task that is parked or under a lease waits for a person or an answer, not for an upload. */
  private pending(account: AccountId) {
    return this.queue
      .withBlobs()
      .filter((row) => row.account === account && !row.blob.uploaded)
      .filter(({ state }) => state === 'pending' || state === 'failed')
  }

  private of(account: AccountId, sha256: string) {
    return this.queue
      .withBlobs()
      .filter((row) => row.account === account && row.blob.sha256 === sha256 && !row.blob.uploaded)
  }

  /** 0 for a deadline that has passed, or is too far away to be meant. */
  private wait(at = 0): number {
    const now = this.clock.now()
    return at <= now || at > now + LONGEST_WAIT_MS + MINUTE ? 0 : at
  }
}
