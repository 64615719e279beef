import type { OpenBlob } from '@meantime/core'
import type { KeySource } from './key/key-source.js'
import { readPiece } from './read-piece.js'
import { HEADER, isSealed, readHeader } from './sealed/format.js'
import { SealedReader } from './sealed/reader.js'
import type { OpenFile } from './spool-disk.js'
import { blobDamaged, blobKeyLost } from './spool-errors.js'

/** A sealed file, or one of before there was encryption. Closes it when it cannot be read. */
export async function openStored(file: OpenFile, keys: KeySource | undefined): Promise<OpenBlob> {
  try {
    const { size } = await file.stat()
    const head = await readPiece(file, 0, HEADER)
    if (!isSealed(head)) return plain(file, size)
    const header = readHeader(head)
    if (header === undefined) throw blobDamaged()
    const key = await keys?.find(header.keyId)
    if (key === undefined) throw blobKeyLost()
    return await SealedReader.open(file, size, header, key.key)
  } catch (error) {
    await file.close()
    throw error
  }
}

function plain(file: OpenFile, bytes: number): OpenBlob {
  return { bytes, read: (offset, length) => readPiece(file, offset, length), close: () => file.close() }
}
