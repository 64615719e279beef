import { readFileSync } from 'node:fs'

/** A page as some transaction left it. Formats: sqlite.org/fileformat2.html, section 4, and sqlite.org/walformat.html. */
export interface Frame {
  /** From 1. */
  readonly page: number
  readonly data: Buffer
  /** It ends a transaction. */
  readonly commit: boolean
  /** Its own checksum fits, given the one of the frame before. */
  readonly whole: boolean
}

export interface Wal {
  readonly pageSize: number
  readonly salt: Buffer
  readonly headerWhole: boolean
  /** Those of the newest generation, in order; older ones behind them are what SQLite has yet to write over. */
  readonly frames: readonly Frame[]
  /** How many from the first on are whole: what SQLite itself would look at. */
  readonly chain: number
}

const HEADER = 32
const FRAME_HEADER = 24
const MAGIC = 0x377f0682
const VERSION = 3007000

/** Undefined when there is none, or one too short to hold a page. */
export function readWal(path: string): Wal | undefined {
  const bytes = read(path)
  if (!bytes || bytes.length <= HEADER) return undefined
  const bigEndian = bytes.readUInt32BE(0) === MAGIC + 1
  const sum = checksum(bytes.subarray(0, 24), [0, 0], bigEndian)
  const headerWhole =
    bytes.readUInt32BE(0) >>> 1 === MAGIC >>> 1 &&
    sum[0] === bytes.readUInt32BE(24) &&
    sum[1] === bytes.readUInt32BE(28)
  const pageSize = sizeOfPage(bytes.readUInt32BE(8))
  const count = Math.floor((bytes.length - HEADER) / (FRAME_HEADER + pageSize))
  const at = (index: number) => HEADER + index * (FRAME_HEADER + pageSize)
  const salt = headerWhole ? bytes.subarray(16, 24) : likelySalt(bytes, at, count)
  const frames: Frame[] = []
  for (let index = 0; index < count; index += 1) {
    const start = at(index)
    const header = bytes.subarray(start, start + FRAME_HEADER)
    const data = bytes.subarray(start + FRAME_HEADER, start + FRAME_HEADER + pageSize)
    const seed = index === 0 ? bytes.subarray(24, 32) : bytes.subarray(at(index - 1) + 16, at(index - 1) + 24)
    const before: Sum = [seed.readUInt32BE(0), seed.readUInt32BE(4)]
    const [a, b] = checksum(data, checksum(header.subarray(0, 8), before, bigEndian), bigEndian)
    const own = header.subarray(8, 16).equals(salt)
    const whole = own && a === header.readUInt32BE(16) && b === header.readUInt32BE(20)
    if (!own && !ownSaltFollows(bytes, at, index, count, salt)) break
    frames.push({ page: header.readUInt32BE(0), data, commit: own && header.readUInt32BE(4) !== 0, whole })
  }
  const broken = frames.findIndex(({ whole }) => !whole)
  return { pageSize, salt, headerWhole, frames, chain: !headerWhole ? 0 : broken === -1 ? frames.length : broken }
}

/** What the processes that had the file open last knew of its `-wal`; it outlives them, though not a loss of power. */
export interface WalIndex {
  readonly salt: Buffer
  /** Up to the last commit. */
  readonly frames: number
  /** Of those, how many are in the database file already. */
  readonly backfilled: number
  /** Of the database after them. */
  readonly pages: number
}

/** Undefined when there is none, or none that is whole. */
export function readWalIndex(path: string): WalIndex | undefined {
  const bytes = read(path)
  if (!bytes || bytes.length < 136 || !bytes.subarray(0, 48).equals(bytes.subarray(48, 96))) return undefined
  const number = (offset: number) => (LITTLE ? bytes.readUInt32LE(offset) : bytes.readUInt32BE(offset))
  const [a, b] = checksum(bytes.subarray(0, 40), [0, 0], !LITTLE)
  if (number(0) !== VERSION || bytes[12] !== 1 || number(40) !== a || number(44) !== b) return undefined
  return { salt: bytes.subarray(32, 40), frames: number(16), backfilled: number(96), pages: number(20) }
}

const LITTLE = new Uint8Array(new Uint32Array([1]).buffer)[0] === 1

type Sum = readonly [number, number]

function checksum(bytes: Buffer, [a, b]: Sum, bigEndian: boolean): Sum {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  let [first, second] = [a, b]
  for (let offset = 0; offset + 8 <= bytes.length; offset += 8) {
    first = (first + view.getUint32(offset, !bigEndian) + second) >>> 0
    second = (second + view.getUint32(offset + 4, !bigEndian) + first) >>> 0
  }
  return [first, second]
}

function sizeOfPage(told: number): number {
  return told >= 512 && told <= 65_536 && (told & (told - 1)) === 0 ? told : 4096
}

/** The newest generation lies at the front: two frames in a row that agree name it, also when the header cannot. */
function likelySalt(bytes: Buffer, at: (index: number) => number, count: number): Buffer {
  const saltAt = (index: number) => bytes.subarray(at(index) + 8, at(index) + 16)
  for (let index = 0; index + 1 < count; index += 1) {
    if (saltAt(index).equals(saltAt(index + 1))) return saltAt(index)
  }
  return count > 0 ? saltAt(0) : bytes.subarray(16, 24)
}

/** One frame with a foreign salt between its own kind is a damaged one, not the end. */
function ownSaltFollows(
  bytes: Buffer,
  at: (index: number) => number,
  index: number,
  count: number,
  salt: Buffer,
): boolean {
  for (let next = index + 1; next < count && next <= index + 8; next += 1) {
    if (bytes.subarray(at(next) + 8, at(next) + 16).equals(salt)) return true
  }
  return false
}

function read(path: string): Buffer | undefined {
  try {
    return readFileSync(path)
  } catch {
    return undefined
  }
}
