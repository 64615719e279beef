import type { SpoolKey } from '../key/key-source.js'
import { CHUNK, FileSeal, newHeader } from './format.js'

/**
 * Turns content, as it comes, into what a sealed file holds, in pieces that belong to the caller. At most one chunk of it
 * is kept in memory; what comes in large parts is sealed from where it lies.
 */
export class SealedWriter {
  private readonly seal: FileSeal
  private header: readonly Buffer[]
  private readonly pending = Buffer.alloc(CHUNK)
  private filled = 0
  private number = 0
  private length = 0

  constructor(key: SpoolKey, salt: Uint8Array) {
    const header = newHeader(key.id, salt)
    this.seal = new FileSeal(key.key, header)
    this.header = [header.bytes]
  }

  /** What can be written now. */
  add(piece: Uint8Array): readonly Buffer[] {
    this.length += piece.byteLength
    const ready: Buffer[] = []
    for (let done = 0; done < piece.byteLength; ) {
      // Only when more comes is it known that a full chunk is not the last.
      if (this.filled === CHUNK) ready.push(...this.close(this.pending, false))
      const whole = this.filled === 0 && piece.byteLength - done > CHUNK
      const part = piece.subarray(done, done + CHUNK - this.filled)
      done += part.byteLength
      if (whole) ready.push(...this.close(part, false))
      else {
        this.pending.set(part, this.filled)
        this.filled += part.byteLength
      }
    }
    return ready
  }

  /** The rest. */
  end(): readonly Buffer[] {
    return [...this.close(this.pending.subarray(0, this.filled), true), this.seal.trailer(this.length)]
  }

  private close(content: Uint8Array, last: boolean): readonly Buffer[] {
    const pieces = [...this.header, ...this.seal.chunk(this.number, last, content)]
    this.header = []
    this.number += 1
    this.filled = 0
    return pieces
  }
}
