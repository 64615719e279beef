import { readFileSync, writeFileSync } from 'node:fs'

export interface Bounds {
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
}

const DEFAULT = { width: 1120, height: 780 }

/** Where the window was. Nothing depends on it: what cannot be read or written is as if never kept. */
export class RememberedBounds {
  constructor(private readonly file: string) {}

  /** The last ones when at least a part to take hold of is on a screen of now; else only a size. */
  within(areas: readonly Bounds[]): Partial<Bounds> {
    const last = this.read()
    if (last === undefined) return DEFAULT
    const seen = areas.some(
      ({ x, y, width, height }) =>
        last.x + last.width > x + 80 && last.x < x + width - 80 && last.y >= y && last.y < y + height - 80,
    )
    return seen ? last : { width: last.width, height: last.height }
  }

  remember(bounds: Bounds): void {
    try {
      writeFileSync(this.file, JSON.stringify(bounds), { mode: 0o600 })
    } catch {
      // The next window is where the system puts it.
    }
  }

  private read(): Bounds | undefined {
    try {
      const { x, y, width, height } = JSON.parse(readFileSync(this.file, 'utf8')) as Bounds
      return [x, y, width, height].every(Number.isSafeInteger) ? { x, y, width, height } : undefined
    } catch {
      return undefined
    }
  }
}
