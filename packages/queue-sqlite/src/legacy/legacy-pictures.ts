import { type BlobStore, type Clock, isMeantimeError, type Logger, type NewId, type TaskId } from '@meantime/core'
import type { SqliteFile } from '../file/sqlite-file.js'
import {
  becomeTask,
  isAnyWaiting,
  type LostPicture,
  nextWaiting,
  setPictureAside,
  type WaitingPicture,
} from './waiting-pictures.js'

/** Pictures that one call makes into files: uploads begin soon, however many wait. */
const PORTION = 8
/** After a full disk or the like; what is a file already goes on being uploaded. */
const REST_MS = 60_000

/**
 * Makes the predecessor's pictures into files, and their rows into tasks that name them. One picture at a time is in
 * memory. The file is on the disk before its row, and the row of the picture goes in the transaction that makes its
 * task: killed at any point and begun again, nothing is lost or there twice (decision 141).
 */
export class LegacyPictures {
  private finished = false
  private restsUntil = 0
  private running: Promise<boolean> | undefined

  constructor(
    private readonly file: Pick<SqliteFile, 'read' | 'write'>,
    private readonly blobs: BlobStore,
    private readonly deps: { readonly clock: Clock; readonly newId: NewId; readonly logger: Logger },
  ) {}

  /** Whether there is something to do now. */
  async waiting(): Promise<boolean> {
    if (this.finished || this.deps.clock.monotonic() < this.restsUntil) return false
    // Rows come only with the opening of a file, so none now means none later.
    this.finished = !(await this.file.read(isAnyWaiting))
    return !this.finished
  }

  /** Makes some of them into tasks; true when more wait. Calls while it works join it. Never throws. */
  takeSome(): Promise<boolean> {
    this.running ??= this.take().finally(() => {
      this.running = undefined
    })
    return this.running
  }

  private async take(): Promise<boolean> {
    try {
      for (let n = 0; n < PORTION; n += 1) {
        const next = (await this.waiting()) ? await this.file.read(nextWaiting) : undefined
        if (!next) return false
        await this.takeOne(next)
      }
      return await this.waiting()
    } catch (error) {
      this.restsUntil = this.deps.clock.monotonic() + REST_MS
      const code = isMeantimeError(error) ? error.code : String(error)
      this.deps.logger.warn("the earlier program's pictures could not be made into files; they wait", { code })
      return false
    }
  }

  private async takeOne(next: WaitingPicture | LostPicture): Promise<void> {
    if (next.picture === undefined) {
      await this.file.write((connection) => setPictureAside(connection, next.id))
      this.deps.logger.warn('a picture of the earlier program can no longer be read; it is set aside', { row: next.id })
      return
    }
    const stored = await this.blobs.put(next.picture.bytes)
    const id = this.deps.newId() as TaskId
    await this.file.write((connection) => becomeTask(connection, next, stored, id))
    // From here on no sweep takes the file. One that had looked before may just have: then it is put once more.
    const there = await this.blobs.open(stored.sha256)
    if (there === undefined) await this.blobs.put(next.picture.bytes)
    await there?.close()
  }
}
