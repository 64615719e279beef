import { createHash } from 'node:crypto'
import { token } from './container.js'
import type { TaskId } from './domain/ids.js'
import { MeantimeError } from './errors.js'
import type { BlobStore, OpenBlob, UploadLedger } from './ports/blobs.js'
import type { Logger } from './ports/logger.js'
import type { HeldShot, Shot, ShotLedger, ShotPicture } from './ports/shots.js'

/** What is known of a picture besides its bytes. */
export type PictureFacts = Omit<ShotPicture, 'sha256' | 'bytes'>
export type NewShot = Omit<HeldShot, 'state' | 'picture'>

export interface ShotKeeperParts {
  readonly blobs: BlobStore
  readonly shots: ShotLedger
  readonly uploads: Pick<UploadLedger, 'inUse'>
}

/** Brings pictures and their rows together: the file first when it comes, the row first when it goes. */
export class ShotKeeper {
  constructor(
    private readonly parts: ShotKeeperParts | undefined,
    private readonly logger: Logger,
  ) {}

  /**
   * Both are on the disk when it returns. Throws kind `storage`; what was written by then is garbage and goes by itself.
   * `lastWord` is asked when the file is there, which may take as long as somebody needs to unlock their keyring: what it
   * throws keeps the picture from being kept.
   */
  async keep(
    shot: NewShot,
    bytes: Uint8Array,
    facts: PictureFacts,
    lastWord: () => Promise<void> = async () => undefined,
  ): Promise<HeldShot> {
    const held: HeldShot = { ...shot, state: 'held', picture: { ...(await this.blobs.put(bytes)), ...facts } }
    await this.orDiscard(held.picture.sha256, async () => {
      await lastWord()
      await this.shots.record(held)
    })
    await this.putAgainIfGone(held.picture.sha256, bytes)
    return held
  }

  /** Its picture as it is kept; undefined when there is none any more. Throws kind `storage` when it cannot be read. */
  async read(shot: Shot): Promise<Uint8Array | undefined> {
    const blob = shot.picture && (await this.blobs.open(shot.picture.sha256))
    if (blob === undefined) return undefined
    try {
      const bytes = await readAll(blob)
      if (createHash('sha256').update(bytes).digest('hex') !== shot.picture?.sha256) throw damaged()
      return bytes
    } finally {
      await blob.close()
    }
  }

  /** Takes effect at once: rows, then files that nothing else names. Returns the ids that were deleted. */
  async delete(ids: readonly TaskId[]): Promise<readonly TaskId[]> {
    const named = new Map<TaskId, string | undefined>()
    for (const id of ids) named.set(id, (await this.shots.get(id))?.picture?.sha256)
    const deleted = await this.shots.delete(ids)
    await this.discard(deleted.map((id) => named.get(id)))
    return deleted
  }

  /** Puts another picture in the place of a held one, which is gone then. False when it is not held any more. */
  async replace(id: TaskId, bytes: Uint8Array, facts: PictureFacts): Promise<boolean> {
    const before = (await this.shots.get(id))?.picture?.sha256
    const picture = { ...(await this.blobs.put(bytes)), ...facts }
    const replaced = await this.orDiscard(picture.sha256, () => this.shots.replace(id, picture))
    if (replaced) await this.putAgainIfGone(picture.sha256, bytes)
    await this.discard([replaced ? before : picture.sha256])
    return replaced
  }

  /** Removes what a crash left behind. The sync does it too; for who never signs in. Returns how many files. */
  sweep(): Promise<number> {
    return this.blobs.sweep(() => (this.parts ?? noParts()).uploads.inUse())
  }

  private get blobs(): BlobStore {
    return (this.parts ?? noParts()).blobs
  }

  private get shots(): ShotLedger {
    return (this.parts ?? noParts()).shots
  }

  /** What could not be named takes no room on a disk that may be full. */
  private async orDiscard<T>(sha256: string, work: () => Promise<T>): Promise<T> {
    try {
      return await work()
    } catch (error) {
      await this.discard([sha256])
      throw error
    }
  }

  /** From the row on no sweep takes the file; one that had looked before, or a deletion, may just have. */
  private async putAgainIfGone(sha256: string, bytes: Uint8Array): Promise<void> {
    const there = await this.blobs.open(sha256)
    if (there === undefined) await this.blobs.put(bytes)
    await there?.close()
  }

  /** What cannot be removed now, the next sweep removes. */
  private async discard(sha256s: readonly (string | undefined)[]): Promise<void> {
    const gone = [...new Set(sha256s)].filter((sha256) => sha256 !== undefined)
    if (gone.length === 0) return
    try {
      await this.blobs.remove(gone, () => (this.parts ?? noParts()).uploads.inUse())
    } catch (error) {
      this.logger.warn('deleted pictures could not be removed from the disk yet', { cause: String(error) })
    }
  }
}

const PIECE = 1024 * 1024

async function readAll(blob: OpenBlob): Promise<Uint8Array> {
  const pieces: Uint8Array[] = []
  for (let offset = 0; offset < blob.bytes; ) {
    const piece = await blob.read(offset, PIECE)
    if (piece.byteLength === 0) throw damaged()
    pieces.push(piece)
    offset += piece.byteLength
  }
  return Buffer.concat(pieces)
}

function noParts(): never {
  throw new MeantimeError({ code: 'NO_SHOT_LEDGER', kind: 'bug', message: 'No plugin keeps pictures and their log.' })
}

function damaged(): MeantimeError {
  return new MeantimeError({
    code: 'BLOB_DAMAGED',
    kind: 'storage',
    message: 'The picture was damaged on the disk; it cannot be shown.',
    safe: 'Your tracked time is not affected.',
  })
}

export const SHOT_KEEPER = token<ShotKeeper>('meantime.ShotKeeper')
