import { createReadStream } from 'node:fs'
import { copyFile, type FileHandle, open, rm, stat } from 'node:fs/promises'

/** What is called before each MiB or so, and may throw to end it. */
export type OnBytes = (copied: number, of: number) => void

export interface CopyTo {
  readonly database: FileHandle
  /** The write-ahead log and the rollback journal come beside it, when they are there. */
  readonly file: string
}

const WAL_HEADER = 32

/**
 * Copies a database that another program may be writing; only ever reads it. False when that program began its
 * write-ahead log anew meanwhile (or wrote without one): then what was copied need not fit together, and one tries
 * again.
 *
 * Why an unchanged header of the log is enough: the log is only overwritten after its header was. Until then it holds
 * every page that a checkpoint may be moving into the database right now, and it is copied after the database, so that
 * reading both together replaces what was half moved. What is appended to it meanwhile is whole or ignored (checksums).
 */
export async function snapshot(source: string, into: CopyTo, onBytes: OnBytes): Promise<boolean> {
  const before = await stateOf(source)
  await copy(source, into.database, before.size, onBytes)
  for (const suffix of ['-wal', '-journal']) await copyIfThere(source + suffix, into.file + suffix)
  const after = await stateOf(source)
  const sameLog = before.wal !== '' && before.wal === after.wal
  return sameLog || (before.wal === after.wal && before.file === after.file && before.journal === after.journal)
}

async function stateOf(source: string) {
  const found = await stat(source, { bigint: true })
  return {
    size: Number(found.size),
    file: [found.ino, found.size, found.mtimeNs].join(' '),
    wal: await firstBytes(`${source}-wal`),
    journal: await firstBytes(`${source}-journal`),
  }
}

/** Hex; empty when there is no such file, or nothing in it yet. */
async function firstBytes(file: string): Promise<string> {
  const handle = await openIfThere(file)
  try {
    const { bytesRead, buffer } = (await handle?.read(Buffer.alloc(WAL_HEADER), 0, WAL_HEADER, 0)) ?? {}
    return buffer?.toString('hex', 0, bytesRead) ?? ''
  } finally {
    await handle?.close()
  }
}

async function copyIfThere(from: string, to: string): Promise<void> {
  try {
    await copyFile(from, to)
  } catch (error) {
    if (!isMissing(error)) throw error
    await rm(to, { force: true })
  }
}

async function copy(file: string, into: FileHandle, size: number, onBytes: OnBytes): Promise<void> {
  await into.truncate(0)
  let at = 0
  let pageSize = 0
  for await (const chunk of createReadStream(file, { highWaterMark: 1024 * 1024 })) {
    onBytes(at, Math.max(size, at))
    const bytes = chunk as Buffer
    if (at === 0) pageSize = pageSizeIn(bytes)
    await into.write(bytes, 0, bytes.length, at)
    at += bytes.length
  }
  const cut = pageSize === 0 ? 0 : at % pageSize
  if (cut > 0 && at > pageSize) await into.write(Buffer.alloc(pageSize), 0, pageSize, at - cut)
}

/**
 * 0 when there is none. The last page of a file that was cut off would be read with zeros for what is gone, also in the
 * middle of a number: a time that never was. As zeros from its beginning SQLite sees the damage.
 */
function pageSizeIn(head: Buffer): number {
  const told = head.length < 18 ? 0 : head.readUInt16BE(16)
  const size = told === 1 ? 65_536 : told
  return size >= 512 && (size & (size - 1)) === 0 ? size : 0
}

async function openIfThere(file: string): Promise<FileHandle | undefined> {
  try {
    return await open(file, 'r')
  } catch (error) {
    if (isMissing(error)) return undefined
    throw error
  }
}

const isMissing = (error: unknown): boolean => (error as NodeJS.ErrnoException).code === 'ENOENT'
