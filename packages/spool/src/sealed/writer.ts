import type { SpoolKey } from '../key/key-source.js'
import { CHUNK, FileSeal, newHeader } from './format.js'

/** Turns content, as it comes, into what a sealed file holds; at most one chunk of it is in memory. */
export class SealedWriter {
  private readonly seal: FileSeal
  private ready: Buffer[]
  private readonly pending = Buffer.alloc(CHUNK)
  private filled = 0
  private number = 0
  private length = 0

  constructor(key: SpoolKey, salt: Uint8Array) {
    const header = newHeader(key.id, salt)
    this.seal = new FileSeal(key.key, header)
    this.ready = [header.bytes]
  }

  /** What can be written now; it is the caller's. */
  *add(piece: Uint8Array): Generator<Buffer> {
    this.length += piece.byteLength
    for (let done = 0; done < piece.byteLength; ) {
      // Only when more comes is it known that a full chunk is not the last.
      if (this.filled === CHUNK) yield this.close(false)
      const part = piece.subarray(done, done + CHUNK - this.filled)
      this.pending.set(part, this.filled)
      this.filled += part.byteLength
      done += part.byteLength
    }
  }

  /** The rest. */
  end(): Buffer {
    return Buffer.concat([this.close(true), this.seal.trailer(this.length)])
  }

  private close(last: boolean): Buffer {
    const chunk = this.seal.chunk(this.number, last, this.pending.subarray(0, this.filled))
    const bytes = Buffer.concat([...this.ready, chunk])
    this.ready = []
    this.number += 1
    this.filled = 0
    return bytes
  }
}
