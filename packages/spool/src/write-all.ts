import type { OpenFile } from './spool-disk.js'

/**
 * One after the other, in one call, which may take less than it was given. They are not put together first: a large block
 * that comes and goes moves the pictures' memory about, and costs each of them a few ms.
 */
export async function writeAll(file: OpenFile, pieces: readonly Uint8Array[]): Promise<void> {
  for (let left = pieces.filter(({ byteLength }) => byteLength > 0); left.length > 0; ) {
    const { bytesWritten } = await file.writev(left)
    left = after(left, bytesWritten)
  }
}

function after(pieces: readonly Uint8Array[], written: number): Uint8Array[] {
  let gone = written
  return pieces.flatMap((piece) => {
    const rest = piece.subarray(Math.min(gone, piece.byteLength))
    gone -= piece.byteLength - rest.byteLength
    return rest.byteLength > 0 ? [rest] : []
  })
}
