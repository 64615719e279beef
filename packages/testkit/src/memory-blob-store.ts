import { createHash } from 'node:crypto'
import { type BlobStore, MeantimeError, type OpenBlob, type StoredBlob } from '@meantime/core'

/** Pictures in memory, for tests of what stands on them. A sweep removes at once whatever nobody names. */
export class MemoryBlobStore implements BlobStore {
  /** By SHA-256. */
  readonly contents = new Map<string, Uint8Array>()

  async put(content: Uint8Array | AsyncIterable<Uint8Array>): Promise<StoredBlob> {
    const bytes = await whole(content)
    if (bytes.byteLength === 0)
      throw new MeantimeError({ code: 'BLOB_EMPTY', kind: 'input', message: 'There is nothing in the picture.' })
    const sha256 = createHash('sha256').update(bytes).digest('hex')
    this.contents.set(sha256, bytes)
    return { sha256, bytes: bytes.byteLength }
  }

  async check({ sha256, bytes }: StoredBlob): Promise<'sound' | 'missing' | 'damaged'> {
    const content = this.contents.get(sha256)
    if (content === undefined) return 'missing'
    return content.byteLength === bytes ? 'sound' : 'damaged'
  }

  async open(sha256: string): Promise<OpenBlob | undefined> {
    const content = this.contents.get(sha256)
    return (
      content && {
        bytes: content.byteLength,
        read: async (offset, length) => content.slice(offset, offset + length),
        close: async () => undefined,
      }
    )
  }

  async remove(sha256s: readonly string[], inUse: () => Promise<ReadonlySet<string>>): Promise<number> {
    return this.discard(sha256s, await inUse())
  }

  async sweep(inUse: () => Promise<ReadonlySet<string>>): Promise<number> {
    return this.discard([...this.contents.keys()], await inUse())
  }

  private discard(sha256s: readonly string[], needed: ReadonlySet<string>): number {
    return sha256s.filter((sha256) => !needed.has(sha256) && this.contents.delete(sha256)).length
  }
}

async function whole(content: Uint8Array | AsyncIterable<Uint8Array>): Promise<Uint8Array> {
  if (content instanceof Uint8Array) return Uint8Array.from(content)
  const pieces: Uint8Array[] = []
  for await (const piece of content) pieces.push(piece)
  return Uint8Array.from(Buffer.concat(pieces))
}
