import type { KeyObject } from 'node:crypto'
import type { OpenBlob } from '@meantime/core'
import { readPiece } from '../read-piece.js'
import type { OpenFile } from '../spool-disk.js'
import { blobDamaged } from '../spool-errors.js'
import { CHUNK, FileSeal, HEADER, type Header, SEALED_CHUNK, sealedLength, TRAILER } from './format.js'

/** Reads any part of a sealed file, a chunk at a time. Throws BLOB_DAMAGED for what is not as it was sealed. */
export class SealedReader implements OpenBlob {
  private constructor(
    private readonly file: OpenFile,
    private readonly seal: FileSeal,
    readonly bytes: number,
  ) {}

  static async open(file: OpenFile, size: number, header: Header, key: KeyObject): Promise<SealedReader> {
    const seal = new FileSeal(key, header)
    const trailer = await readPiece(file, Math.max(HEADER, size - TRAILER), TRAILER)
    const bytes = intact(() => seal.openTrailer(trailer))
    if (sealedLength(bytes) !== size) throw blobDamaged()
    return new SealedReader(file, seal, bytes)
  }

  async read(offset: number, length: number): Promise<Uint8Array> {
    const end = Math.min(offset + length, this.bytes)
    if (end <= offset) return Buffer.alloc(0)
    const first = Math.floor(offset / CHUNK)
    const parts: Buffer[] = []
    for (let number = first; number * CHUNK < end; number += 1) parts.push(await this.chunk(number))
    const from = offset - first * CHUNK
    return Buffer.concat(parts).subarray(from, from + end - offset)
  }

  close(): Promise<void> {
    return this.file.close()
  }

  private async chunk(number: number): Promise<Buffer> {
    const last = (number + 1) * CHUNK >= this.bytes
    const content = last ? this.bytes - number * CHUNK : CHUNK
    const sealed = await readPiece(this.file, HEADER + number * SEALED_CHUNK, content + SEALED_CHUNK - CHUNK)
    return intact(() => this.seal.openChunk(number, last, sealed))
  }
}

function intact<T>(open: () => T): T {
  try {
    return open()
  } catch (error) {
    throw blobDamaged(error)
  }
}
