import { authRequiredError, isAuthRequiredError, isMeantimeError, type MeantimeError } from '../errors.js'
import type { PendingUpload } from '../ports/blobs.js'
import type { Reason } from '../ports/queue.js'
import { isTransportError, type TransportError } from '../ports/transport.js'
import { backOffMs } from './back-off.js'
import type { Session } from './delivery.js'
import { uploadOne } from './upload-one.js'
import type { UploaderDeps, UploadProgress } from './uploader.js'

export interface PassOptions {
  readonly concurrency: number
  readonly signal: AbortSignal
  readonly announce: (progress: UploadProgress) => void
  /** No upload is begun by itself for so long. */
  readonly rest: (ms: number) => void
}

/** So many failures one after another mean that the server is sick, not the pictures. */
const SICK_AFTER = 5
/** An upload that the server refused so often is for a person to look at. */
const REFUSED_AFTER = 5
const REST_MS = 60_000

/**
 * Uploads what is due, a few at a time, until nothing is left, the server cannot be used or somebody ends it. Each
 * upload that fails waits alone, written down; what says nothing about the picture itself costs it nothing.
 */
export class UploadPass {
  /** Why it ended early. */
  problem: TransportError | undefined
  private authProblem: MeantimeError | undefined
  private readonly ended = new AbortController()
  private readonly busy = new Set<string>()
  private readonly tried = new Set<string>()
  private inARow = 0
  private running = 0
  private wake: () => void = () => undefined
  private workers: Promise<void> = Promise.resolve()
  private readonly onAbort = () => this.ended.abort()

  constructor(
    private readonly deps: UploaderDeps,
    private readonly session: Session,
    private readonly options: PassOptions,
  ) {}

  start(): this {
    const { signal, concurrency } = this.options
    if (signal.aborted) this.onAbort()
    signal.addEventListener('abort', this.onAbort, { once: true })
    this.running = concurrency
    const workers = Array.from({ length: concurrency }, () => this.work())
    this.workers = Promise.all(workers).then(() => undefined)
    return this
  }

  /** Resolves when a picture has arrived or `ms` have passed; false once the pass is over. Throws AUTH_REQUIRED. */
  async next(ms: number): Promise<boolean> {
    if (this.running > 0) {
      const nap = new AbortController()
      const arrived = new Promise<void>((resolve) => {
        this.wake = resolve
      })
      await Promise.race([arrived, this.deps.clock.sleep(ms, nap.signal).catch(() => undefined)])
      nap.abort()
      return true
    }
    if (this.authProblem) throw this.authProblem
    return false
  }

  /** Stops what is under way; what has arrived of it stays at the server. */
  async end(): Promise<void> {
    this.ended.abort()
    this.options.signal.removeEventListener('abort', this.onAbort)
    await this.workers
  }

  private async work(): Promise<void> {
    try {
      for (let upload = await this.take(); upload; upload = await this.take()) {
        await this.tryOne(upload)
        this.busy.delete(upload.sha256)
        this.wake()
      }
    } catch (error) {
      this.ended.abort()
      if (isAuthRequiredError(error)) this.authProblem = error
      else {
        this.options.rest(REST_MS)
        this.deps.logger.error('uploading ended early', { cause: String(error) })
      }
    } finally {
      this.running -= 1
      this.wake()
    }
  }

  private async take(): Promise<PendingUpload | undefined> {
    if (this.ended.signal.aborted) return undefined
    const enough = this.options.concurrency + this.tried.size + 1
    const due = await this.deps.ledger.due(this.session.account, enough)
    const next = due.find(({ sha256 }) => !this.busy.has(sha256) && !this.tried.has(sha256))
    if (next) this.busy.add(next.sha256)
    return this.ended.signal.aborted ? undefined : next
  }

  private async tryOne(upload: PendingUpload): Promise<void> {
    const { ledger } = this.deps
    this.tried.add(upload.sha256)
    let moved = false
    const progress = (bytes: number) => {
      moved = true
      this.options.announce({ sha256: upload.sha256, bytes, total: upload.bytes })
    }
    try {
      const lost = await uploadOne(upload, this.deps, this.session, { signal: this.ended.signal, progress })
      if (lost) await ledger.parked(this.session.account, upload.sha256, lost)
      else await ledger.uploaded(this.session.account, upload.sha256)
      this.inARow = 0
    } catch (error) {
      if (this.ended.signal.aborted && (!isTransportError(error) || error.failure === 'aborted')) return
      await this.failed(upload, error, moved)
    }
  }

  private async failed(upload: PendingUpload, error: unknown, moved: boolean): Promise<void> {
    if (!isTransportError(error)) {
      if (isAuthRequiredError(error)) throw error
      this.deps.logger.warn('a picture could not be uploaded', { sha256: upload.sha256, cause: String(error) })
      // Such as a keyring that is locked: its own words say what to do.
      if (isMeantimeError(error)) return this.backOff(upload, { code: error.code, message: error.message })
      return this.backOff(upload, { code: 'UPLOAD_FAILED', message: 'Its picture could not be read or sent.' })
    }
    const reason: Reason = { code: error.code, message: error.message }
    switch (error.failure) {
      case 'unauthorized':
        throw authRequiredError(error)
      case 'too-large':
        return this.park(upload, { code: 'BLOB_TOO_LARGE', message: 'Its picture is larger than the server takes.' })
      case 'invalid':
        return upload.failures + 1 >= REFUSED_AFTER ? this.park(upload, reason) : this.backOff(upload, reason)
      case 'server':
      case 'timeout':
        return this.sick(upload, error)
      case 'offline':
        // Bytes had gone out: it may be this picture's size, and not the network, that something objects to.
        if (moved) return this.backOff(upload, reason)
        return this.stop(error, 0)
      case 'aborted':
        return
      default:
        return error.mayBeATask ? this.sick(upload, error) : this.stop(error)
    }
  }

  /** It may be this picture; several in a row are the server. */
  private async sick(upload: PendingUpload, error: TransportError): Promise<void> {
    this.inARow += 1
    if (this.inARow >= SICK_AFTER) this.stop(error)
    return this.backOff(upload, { code: error.code, message: error.message }, error.retryAfterMs)
  }

  private async park({ sha256 }: PendingUpload, reason: Reason): Promise<void> {
    await this.deps.ledger.parked(this.session.account, sha256, reason)
  }

  private async backOff({ sha256, failures }: PendingUpload, reason: Reason, retryAfterMs?: number): Promise<void> {
    const { ledger, clock, random } = this.deps
    const notBefore = clock.now() + 1000 + backOffMs(failures, random, retryAfterMs)
    await ledger.failed(this.session.account, sha256, { notBefore, reason })
  }

  private stop(error: TransportError, restMs = REST_MS): void {
    this.problem ??= error
    this.options.rest(Math.max(restMs, error.retryAfterMs ?? 0))
    this.ended.abort()
  }
}
