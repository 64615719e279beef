import { closeSync, fstatSync, openSync, readSync } from 'node:fs'
import { type Frame, readWal, readWalIndex, type Wal, type WalIndex } from './wal.js'

/** The pages of a damaged database, each as the last commit that can still be read left it. */
export class Pages {
  private constructor(
    private readonly main: number | undefined,
    private readonly start: number,
    private readonly overlay: ReadonlyMap<number, Buffer>,
    readonly pageSize: number,
    /** From 1 to this; some may be missing. */
    readonly count: number,
    /** Pages, and changes of pages, that are known to have been there and are not, or not whole. */
    readonly missing: number,
  ) {}

  /**
   * Reads `file` and its `-wal` as bytes, never through SQLite, so neither is changed. `newest`: also those changes
   * behind a broken one, which SQLite would not look at. `sizeBefore`: of the file when it was sound, if known.
   */
  static open(file: string, view: 'newest' | 'as SQLite', sizeBefore = 0): Pages {
    const wal = readWal(`${file}-wal`)
    const index = readWalIndex(`${file}-shm`)
    const main = opened(file)
    const start = main === undefined ? 0 : startOf(main)
    const size = main === undefined ? 0 : fstatSync(main).size - start
    const pageSize = wal?.headerWhole ? wal.pageSize : (sizeIn(main, start) ?? wal?.pageSize ?? 4096)
    const frames = wal?.pageSize === pageSize ? (view === 'newest' ? readable(wal, index) : chained(wal)) : []
    const overlay = new Map(frames.map(({ page, data }) => [page, data]))
    const here = Math.ceil(size / pageSize)
    const count = [...overlay.keys()].reduce((a, b) => Math.max(a, b), here)
    const cut = Math.max(0, Math.ceil(sizeBefore / pageSize) - Math.floor(size / pageSize))
    return new Pages(main, start, overlay, pageSize, count, cut + missingFrames(wal, index))
  }

  /** A page that the file ends within is filled up with zeros; undefined beyond, and where the disk fails. */
  page(number: number): Buffer | undefined {
    const newer = this.overlay.get(number)
    if (newer) return newer
    if (this.main === undefined || number < 1) return undefined
    const page = Buffer.alloc(this.pageSize)
    try {
      return readSync(this.main, page, 0, this.pageSize, this.start + (number - 1) * this.pageSize) > 0
        ? page
        : undefined
    } catch {
      return undefined
    }
  }

  close(): void {
    if (this.main !== undefined) closeSync(this.main)
  }
}

/** Frames that are whole, up to the last commit that is known of: what follows was never acknowledged. */
function readable(wal: Wal, index: WalIndex | undefined): readonly Frame[] {
  const told = index?.salt.equals(wal.salt) ? index.frames : 0
  return wal.frames.slice(0, Math.max(told, lastCommit(wal.frames))).filter(({ whole }) => whole)
}

function chained({ frames, chain }: Wal): readonly Frame[] {
  const first = frames.slice(0, chain)
  return first.slice(0, lastCommit(first))
}

const lastCommit = (frames: readonly Frame[]): number =>
  frames.reduce((last, { commit }, at) => (commit ? at + 1 : last), 0)

function missingFrames(wal: Wal | undefined, index: WalIndex | undefined): number {
  if (index && !(wal && index.salt.equals(wal.salt))) return index.frames - index.backfilled
  const expected = wal ? Math.max(index?.frames ?? 0, lastCommit(wal.frames)) : 0
  return expected - (wal?.frames.slice(0, expected).filter(({ whole }) => whole).length ?? 0)
}

function opened(file: string): number | undefined {
  try {
    return openSync(file, 'r')
  } catch {
    return undefined
  }
}

const MAGIC = 'SQLite format 3\0'
const LOOKED_THROUGH = 65_536

/** Something may stand before the database: then everything in it is whole, and further on. */
function startOf(main: number): number {
  const bytes = Buffer.alloc(LOOKED_THROUGH)
  const read = readSync(main, bytes, 0, LOOKED_THROUGH, 0)
  return Math.max(0, bytes.subarray(0, read).indexOf(MAGIC, 0, 'latin1'))
}

function sizeIn(main: number | undefined, start: number): number | undefined {
  const header = Buffer.alloc(18)
  if (main === undefined || readSync(main, header, 0, 18, start) < 18) return undefined
  const told = header.readUInt16BE(16)
  const size = told === 1 ? 65_536 : told
  return size >= 512 && (size & (size - 1)) === 0 && header.toString('latin1', 0, 16) === MAGIC ? size : undefined
}
