import { createCipheriv, createDecipheriv, hkdfSync, type KeyObject } from 'node:crypto'

/*
 * A sealed file, version 1 (decision 110):
 *
 *   header   8 bytes magic · 8 bytes id of the key · 32 bytes salt
 *   chunks   64 KiB of content each, the last one shorter; each followed by its 16 bytes of GCM tag
 *   trailer  8 bytes length of the content · 16 bytes of GCM tag over header and length
 *
 * Each file has a key of its own, made from the master key and the salt, so a counter is a nonce that never repeats.
 * A chunk's nonce is its number; its tag also covers the header, the number and whether it is the last. The trailer has
 * the one number that no chunk has. So nothing can be swapped, taken away or added without being noticed.
 */
const MAGIC = Buffer.from('\x89MTSP\r\n\x01', 'latin1')
const KEY_ID = 8
export const SALT = 32
export const HEADER = MAGIC.length + KEY_ID + SALT
const TAG = 16
export const TRAILER = 8 + TAG
export const CHUNK = 64 * 1024
export const SEALED_CHUNK = CHUNK + TAG
const CIPHER = 'aes-256-gcm'
/** Node would take a shorter tag, which is easier to guess. */
const WHOLE_TAG = { authTagLength: TAG }
const LAST_NUMBER = 2 ** 32 - 1

export interface Header {
  readonly bytes: Buffer
  /** Hex. */
  readonly keyId: string
}

export function newHeader(keyId: string, salt: Uint8Array): Header {
  return { bytes: Buffer.concat([MAGIC, Buffer.from(keyId, 'hex'), salt]), keyId }
}

/** Undefined for a file that is not sealed: one of before there was encryption. */
export function readHeader(bytes: Buffer): Header | undefined {
  if (bytes.length < HEADER || !bytes.subarray(0, MAGIC.length).equals(MAGIC)) return undefined
  const keyId = bytes.subarray(MAGIC.length, MAGIC.length + KEY_ID).toString('hex')
  return { bytes: bytes.subarray(0, HEADER), keyId }
}

export const isSealed = (bytes: Buffer): boolean => bytes.subarray(0, MAGIC.length).equals(MAGIC)

/** How long a file with so much content is. */
export const sealedLength = (content: number): number => HEADER + content + Math.ceil(content / CHUNK) * TAG + TRAILER

/** Seals and opens the parts of one file. Opening throws when a part is not as it was sealed. */
export class FileSeal {
  private readonly key: Buffer

  constructor(
    master: KeyObject,
    private readonly header: Header,
  ) {
    const salt = header.bytes.subarray(HEADER - SALT)
    this.key = Buffer.from(hkdfSync('sha256', master, salt, 'meantime spool v1', 32))
  }

  /** In pieces, one after the other. */
  chunk(number: number, last: boolean, content: Uint8Array): readonly Buffer[] {
    const cipher = createCipheriv(CIPHER, this.key, nonce(number), WHOLE_TAG).setAAD(this.facts(number, last))
    return [cipher.update(content), cipher.final(), cipher.getAuthTag()]
  }

  openChunk(number: number, last: boolean, sealed: Buffer): Buffer {
    const at = sealed.length - TAG
    const decipher = createDecipheriv(CIPHER, this.key, nonce(number), WHOLE_TAG).setAAD(this.facts(number, last))
    decipher.setAuthTag(sealed.subarray(at))
    return Buffer.concat([decipher.update(sealed.subarray(0, at)), decipher.final()])
  }

  trailer(length: number): Buffer {
    const bytes = Buffer.alloc(8)
    bytes.writeBigUInt64BE(BigInt(length))
    const cipher = createCipheriv(CIPHER, this.key, nonce(LAST_NUMBER), WHOLE_TAG)
    cipher.setAAD(Buffer.concat([this.header.bytes, bytes])).final()
    return Buffer.concat([bytes, cipher.getAuthTag()])
  }

  /** The length of the content. */
  openTrailer(trailer: Buffer): number {
    const length = trailer.subarray(0, 8)
    const decipher = createDecipheriv(CIPHER, this.key, nonce(LAST_NUMBER), WHOLE_TAG)
    decipher.setAAD(Buffer.concat([this.header.bytes, length])).setAuthTag(trailer.subarray(8))
    decipher.final()
    return Number(length.readBigUInt64BE())
  }

  private facts(number: number, last: boolean): Buffer {
    const facts = Buffer.alloc(5)
    facts.writeUInt32BE(number)
    facts[4] = last ? 1 : 0
    return Buffer.concat([this.header.bytes, facts])
  }
}

function nonce(number: number): Buffer {
  const bytes = Buffer.alloc(12)
  bytes.writeUInt32BE(number, 8)
  return bytes
}
