import { createHash, randomBytes, randomUUID } from 'node:crypto'
import { join } from 'node:path'
import {
  type BlobCheck,
  type BlobStore,
  type Clock,
  isMeantimeError,
  type Logger,
  type OpenBlob,
  type StoredBlob,
} from '@meantime/core'
import type { KeySource, SpoolKey } from './key/key-source.js'
import { openStored } from './open-stored.js'
import { removeBlobs } from './remove.js'
import { SALT } from './sealed/format.js'
import { SealedWriter } from './sealed/writer.js'
import { ifThere, roomOn, type SpoolDisk, syncFolder } from './spool-disk.js'
import { diskNearlyFull, emptyBlob, spoolError } from './spool-errors.js'
import { sweepSpool } from './sweep.js'
import { writeAll } from './write-all.js'

export interface SpoolSettings {
  readonly folder: string
  readonly graceMs: number
  readonly reserveBytes: number
}

const PIECE = 256 * 1024

type Content = Uint8Array | AsyncIterable<Uint8Array>

/** Sealed files in one folder, each named by the SHA-256 of its content; `*.part` are being written. */
export class FileSpool implements BlobStore {
  private prepared: Promise<unknown> | undefined

  constructor(
    private readonly settings: SpoolSettings,
    /** Undefined: new files are not sealed. */
    private readonly keys: KeySource | undefined,
    private readonly disk: SpoolDisk,
    private readonly clock: Clock,
    private readonly logger: Logger,
  ) {}

  async put(content: Content): Promise<StoredBlob> {
    try {
      await this.prepare()
      const [key] = await Promise.all([this.keys?.current(), this.leaveRoom(content)])
      const part = join(this.settings.folder, `${randomUUID()}.part`)
      try {
        const stored = await this.write(part, content, key)
        // Also over the same content: the new file is young, so that no sweep takes it before its row is there.
        await this.disk.rename(part, this.pathOf(stored.sha256))
        await syncFolder(this.disk, this.settings.folder)
        return stored
      } catch (error) {
        await this.disk.rm(part, { force: true }).catch(() => undefined)
        throw error
      }
    } catch (error) {
      throw spoolError(error)
    }
  }

  async check({ sha256, bytes }: StoredBlob): Promise<BlobCheck> {
    const blob = await this.openOrVerdict(sha256)
    if (blob === undefined) return 'missing'
    if (typeof blob === 'string') return blob
    try {
      if (blob.bytes !== bytes) return 'damaged'
      const hash = createHash('sha256')
      for (let offset = 0; offset < blob.bytes; ) {
        const piece = await blob.read(offset, PIECE)
        if (piece.byteLength === 0) return 'damaged'
        hash.update(piece)
        offset += piece.byteLength
      }
      return hash.digest('hex') === sha256 ? 'sound' : 'damaged'
    } catch (error) {
      // A disk that cannot read a block any more.
      this.logger.warn('a picture can no longer be read', { sha256, cause: String(error) })
      return 'damaged'
    } finally {
      await blob.close()
    }
  }

  async open(sha256: string): Promise<OpenBlob | undefined> {
    try {
      const file = await ifThere(this.disk.open(this.pathOf(sha256), 'r'))
      if (file === undefined) return undefined
      return await openStored(file, this.keys)
    } catch (error) {
      throw spoolError(error)
    }
  }

  async remove(sha256s: readonly string[], inUse: () => Promise<ReadonlySet<string>>): Promise<number> {
    try {
      return await removeBlobs(this.settings.folder, this.disk, sha256s, inUse)
    } catch (error) {
      throw spoolError(error)
    }
  }

  async sweep(inUse: () => Promise<ReadonlySet<string>>): Promise<number> {
    const removed = await sweepSpool(this.settings, this.disk, this.clock, inUse)
    if (removed > 0) this.logger.debug('pictures that nothing needs any more were removed', { removed })
    return removed
  }

  private async openOrVerdict(sha256: string): Promise<OpenBlob | BlobCheck | undefined> {
    try {
      return await this.open(sha256)
    } catch (error) {
      if (isMeantimeError(error, 'BLOB_DAMAGED')) return 'damaged'
      if (isMeantimeError(error, 'BLOB_KEY_LOST')) return 'no-key'
      throw error
    }
  }

  /**
   * What is there at once goes out in one write: each step on the disk is waited for by a thread, and on a busy computer
   * the waiting costs more than the work.
   */
  private async write(part: string, content: Content, key: SpoolKey | undefined): Promise<StoredBlob> {
    const sealed = key && new SealedWriter(key, randomBytes(SALT))
    const hash = createHash('sha256')
    let bytes = 0
    const take = (piece: Uint8Array): readonly Uint8Array[] => {
      hash.update(piece)
      bytes += piece.byteLength
      return sealed?.add(piece) ?? [piece]
    }
    const opening = this.disk.open(part, 'wx', 0o600)
    // While the disk makes the file.
    const first = content instanceof Uint8Array ? take(content) : []
    const file = await opening
    try {
      if (!(content instanceof Uint8Array)) for await (const piece of content) await writeAll(file, take(piece))
      if (bytes === 0) throw emptyBlob()
      await writeAll(file, [...first, ...(sealed?.end() ?? [])])
      const now = new Date(this.clock.now())
      await Promise.all([file.sync(), this.disk.utimes(part, now, now)])
    } finally {
      await file.close()
    }
    return { sha256: hash.digest('hex'), bytes }
  }

  /** Worked time is recorded on the same disk, and matters more than a picture. */
  private async leaveRoom(content: Content): Promise<void> {
    const bytes = content instanceof Uint8Array ? content.byteLength : 0
    const room = await roomOn(this.disk, this.settings.folder)
    if (room !== undefined && room - bytes < this.settings.reserveBytes) throw diskNearlyFull()
  }

  private prepare(): Promise<unknown> {
    this.prepared ??= this.disk
      .mkdir(this.settings.folder, { recursive: true, mode: 0o700 })
      .catch((error: unknown) => {
        this.prepared = undefined
        throw error
      })
    return this.prepared
  }

  private pathOf(sha256: string): string {
    return join(this.settings.folder, sha256)
  }
}
