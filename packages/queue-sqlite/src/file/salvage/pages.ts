import { closeSync, fstatSync, openSync, readSync } from 'node:fs'
import { type Frame, readWal, readWalIndex, type Wal } from './wal.js'

/** The pages of a damaged database, each as the last commit that can still be read left it. */
export class Pages {
  private constructor(
    private readonly main: number | undefined,
    private readonly overlay: ReadonlyMap<number, Buffer>,
    readonly pageSize: number,
    /** From 1 to this; some may be missing. */
    readonly count: number,
  ) {}

  /** Reads `file` and its `-wal` as bytes, never through SQLite, so neither is changed. */
  static open(file: string): Pages {
    const wal = readWal(`${file}-wal`)
    const main = opened(file)
    const size = main === undefined ? 0 : fstatSync(main).size
    const pageSize = wal?.headerWhole ? wal.pageSize : (sizeIn(main) ?? wal?.pageSize ?? 4096)
    const overlay = new Map<number, Buffer>()
    if (wal?.pageSize === pageSize) for (const { page, data } of readable(wal, file)) overlay.set(page, data)
    const last = [...overlay.keys()].reduce((a, b) => Math.max(a, b), Math.ceil(size / pageSize))
    return new Pages(main, overlay, pageSize, last)
  }

  /** A page that the file ends within is filled up with zeros; undefined beyond, and where the disk fails. */
  page(number: number): Buffer | undefined {
    const newer = this.overlay.get(number)
    if (newer) return newer
    if (this.main === undefined || number < 1) return undefined
    const page = Buffer.alloc(this.pageSize)
    try {
      return readSync(this.main, page, 0, this.pageSize, (number - 1) * this.pageSize) > 0 ? page : undefined
    } catch {
      return undefined
    }
  }

  close(): void {
    if (this.main !== undefined) closeSync(this.main)
  }
}

/** Frames that are whole, up to the last commit that is known of: what follows was never acknowledged. */
function readable(wal: Wal, file: string): readonly Frame[] {
  const index = readWalIndex(`${file}-shm`)
  const told = index?.salt.equals(wal.salt) ? index.frames : 0
  const found = wal.frames.reduce((last, { commit }, at) => (commit ? at + 1 : last), 0)
  return wal.frames.slice(0, Math.max(told, found)).filter(({ whole }) => whole)
}

function opened(file: string): number | undefined {
  try {
    return openSync(file, 'r')
  } catch {
    return undefined
  }
}

function sizeIn(main: number | undefined): number | undefined {
  const header = Buffer.alloc(18)
  if (main === undefined || readSync(main, header, 0, 18, 0) < 18) return undefined
  const told = header.readUInt16BE(16)
  const size = told === 1 ? 65_536 : told
  return size >= 512 && (size & (size - 1)) === 0 && header.toString('latin1', 0, 15) === 'SQLite format 3'
    ? size
    : undefined
}
