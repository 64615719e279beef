import { createHash } from 'node:crypto'

/**
 * A UUID in the shape of v7 (RFC 9562, section 5.7) that is the same for the same source, so that what is imported twice
 * is known the second time: 48 bits of `at` (UTC ms), so that ids stay ordered by time, and the rest of a SHA-256.
 */
export function derivedId(at: number, ...source: readonly unknown[]): string {
  const bytes = createHash('sha256').update(JSON.stringify(source)).digest().subarray(0, 16)
  bytes.writeUIntBE(Math.min(Math.max(0, at), LATEST), 0, 6)
  bytes.writeUInt8(0x70 | (bytes.readUInt8(6) & 0x0f), 6)
  bytes.writeUInt8(0x80 | (bytes.readUInt8(8) & 0x3f), 8)
  return bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')
}

const LATEST = 2 ** 48 - 1
