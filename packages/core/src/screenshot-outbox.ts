import { token } from './container.js'
import { type AccountId, type EntryId, LOCAL_ACCOUNT, type TaskId } from './domain/ids.js'
import { MeantimeError } from './errors.js'
import type { Profiles } from './ports/account.js'
import type { BlobRef, BlobStore, StoredBlob } from './ports/blobs.js'
import type { NewId } from './ports/ids.js'
import type { TaskQueue } from './ports/queue.js'

export type ImageType = 'image/png' | 'image/jpeg' | 'image/webp'

export interface NewScreenshot {
  /** For a picture that may be handed over twice: an id that is in the queue is not added again. @default a new one */
  readonly id?: TaskId
  readonly entryId: EntryId
  /** UTC ms. */
  readonly takenAt: number
  readonly mediaType: ImageType
  readonly bytes: Uint8Array
  /** Which screen, for people. */
  readonly monitor?: string
}

const TYPES: readonly string[] = ['image/png', 'image/jpeg', 'image/webp']

/** Takes screenshots for delivery: the picture becomes a file, then a task names it. */
export class ScreenshotOutbox {
  constructor(
    private readonly blobs: BlobStore | undefined,
    private readonly queue: TaskQueue,
    private readonly profiles: Profiles,
    private readonly newId: NewId,
  ) {}

  /**
   * Both are on the disk when it returns. Throws QUEUE_FULL, INVALID_SCREENSHOT (kind input), BLOB_EMPTY, DISK_FULL or
   * another error of kind storage; what was written of it by then is garbage and goes by itself.
   */
  async add(shot: NewScreenshot): Promise<TaskId> {
    const blobs = this.blobs ?? refuse('NO_BLOB_STORE', 'bug', 'No plugin keeps pictures.')
    if (!Number.isSafeInteger(shot.takenAt) || shot.takenAt < 0 || !TYPES.includes(shot.mediaType))
      refuse('INVALID_SCREENSHOT', 'input', 'A screenshot is a PNG, JPEG or WebP picture and has a time.')
    const stored = await blobs.put(shot.bytes)
    const id = await this.enqueue(shot, stored)
    // From here on no sweep takes the file. One that had looked before may just have: then it is put once more.
    const there = await blobs.open(stored.sha256)
    if (there === undefined) await blobs.put(shot.bytes)
    await there?.close()
    return id
  }

  private async enqueue(shot: NewScreenshot, stored: StoredBlob): Promise<TaskId> {
    const { id = this.newId() as TaskId, entryId, takenAt, mediaType, monitor } = shot
    const blob = { ...stored, mediaType }
    const payload = screenshotPayload({ id, entryId, takenAt, monitor }, blob)
    await this.queue.enqueue({ id, account: this.account, entityType: 'screenshot', entryId, payload, blob })
    return id
  }

  private get account(): AccountId {
    return this.profiles.current()?.accountId ?? LOCAL_ACCOUNT
  }
}

export interface ScreenshotFacts {
  readonly id: TaskId
  readonly entryId: EntryId
  /** UTC ms. */
  readonly takenAt: number
  readonly monitor?: string | undefined
}

/** What the queue delivers of a screenshot whose picture is `blob`. */
export function screenshotPayload({ id, entryId, takenAt, monitor }: ScreenshotFacts, blob: BlobRef) {
  const { mediaType, sha256, bytes } = blob
  const named = monitor === undefined ? {} : { monitor: monitor.slice(0, 200) }
  return { id, entryId, takenAt, mediaType, sha256, bytes, ...named }
}

function refuse(code: string, kind: 'input' | 'bug', message: string): never {
  throw new MeantimeError({ code, kind, message, safe: 'Nothing was recorded.' })
}

export const SCREENSHOT_OUTBOX = token<ScreenshotOutbox>('meantime.ScreenshotOutbox')
