import { token } from '../container.js'
import type { AccountId, TaskId } from '../domain/ids.js'
import type { AccessTokens } from '../ports/auth.js'
import type { BlobStore, BlobTransport, UploadLedger } from '../ports/blobs.js'
import type { Clock } from '../ports/clock.js'
import type { Logger } from '../ports/logger.js'
import type { Random } from '../ports/random.js'
import type { Session } from './delivery.js'
import { UploadPass } from './upload-pass.js'

export interface UploadProgress {
  readonly sha256: string
  /** That the server has, those of earlier tries included. */
  readonly bytes: number
  readonly total: number
}

export interface UploaderOptions {
  /** Pictures that are uploaded at a time. @default 2 */
  concurrency?: number
}

export interface UploaderDeps {
  readonly ledger: UploadLedger
  readonly blobs: BlobStore
  readonly transport: BlobTransport
  readonly auth: AccessTokens
  readonly clock: Clock
  readonly random: Random
  readonly logger: Logger
}

const LONGEST_REST_MS = 15 * 60_000
const SWEEP_EVERY_MS = 5 * 60_000

/**
 * Brings the pictures that tasks wait for to the server, beside the deliveries and never before them. Without a place
 * for pictures, a ledger or a transport for them (`undefined`) there is nothing to do, and it does nothing.
 */
export class Uploader {
  private readonly concurrency: number
  private readonly listeners = new Set<(progress: UploadProgress) => void>()
  /** Monotonic; uploads have a rest of their own, so that a server that refuses pictures still gets its entries. */
  private restsUntil = 0
  private sweptAt = Number.NEGATIVE_INFINITY

  constructor(
    private readonly deps: UploaderDeps | undefined,
    { concurrency = 2 }: UploaderOptions = {},
  ) {
    this.concurrency = concurrency
  }

  /** Begins to upload what is due; undefined when nothing is to be done now. */
  async begin(session: Session, signal: AbortSignal): Promise<UploadPass | undefined> {
    if (this.deps === undefined) return undefined
    const due = await this.nextDueAt(session.account)
    if (due === undefined || due > this.deps.clock.now()) return undefined
    return new UploadPass(this.deps, session, {
      concurrency: this.concurrency,
      signal,
      announce: (progress) => this.announce(progress),
      rest: (ms) => this.rest(ms),
    }).start()
  }

  /** UTC ms from which an upload can be tried, 0 for now; undefined for never. */
  async nextDueAt(account: AccountId): Promise<number | undefined> {
    const due = await this.deps?.ledger.nextDueAt(account)
    if (due === undefined || this.deps === undefined) return undefined
    const rest = this.restsUntil - this.deps.clock.monotonic()
    return rest > 0 ? Math.max(due, this.deps.clock.now() + rest) : due
  }

  /** A person asked: no rest. */
  hurry(): void {
    this.restsUntil = 0
  }

  /** The server does not have the pictures of these tasks, whatever it had said. */
  async again(tasks: readonly TaskId[]): Promise<void> {
    await this.deps?.ledger.uploadAgain(tasks)
  }

  /** Removes the files that nothing needs any more; never fails what it is called from. */
  async sweepSometimes(): Promise<void> {
    if (this.deps === undefined) return
    const { blobs, ledger, clock, logger } = this.deps
    if (clock.monotonic() - this.sweptAt < SWEEP_EVERY_MS) return
    this.sweptAt = clock.monotonic()
    try {
      await blobs.sweep(() => ledger.inUse())
    } catch (error) {
      logger.warn('pictures that are not needed could not be removed', { cause: String(error) })
    }
  }

  /** Called as bytes arrive, at most a few times a second for each picture. Returns the unsubscribe function. */
  onProgress(listener: (progress: UploadProgress) => void): () => void {
    this.listeners.add(listener)
    return () => this.listeners.delete(listener)
  }

  private rest(ms: number): void {
    if (this.deps) this.restsUntil = this.deps.clock.monotonic() + Math.min(ms, LONGEST_REST_MS)
  }

  private announce(progress: UploadProgress): void {
    for (const listener of this.listeners) {
      try {
        listener(progress)
      } catch (error) {
        this.deps?.logger.error('an upload listener threw', { cause: String(error) })
      }
    }
  }
}

export const UPLOADER = token<Uploader>('meantime.Uploader')
