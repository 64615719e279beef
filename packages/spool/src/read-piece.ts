import type { OpenFile } from './spool-disk.js'

/** Up to `length` bytes from `offset`; fewer at the end of the file only. */
export async function readPiece(file: OpenFile, offset: number, length: number): Promise<Buffer> {
  const piece = Buffer.alloc(length)
  let filled = 0
  while (filled < length) {
    const { bytesRead } = await file.read(piece, filled, length - filled, offset + filled)
    if (bytesRead === 0) break
    filled += bytesRead
  }
  return piece.subarray(0, filled)
}
