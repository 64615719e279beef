import type { Area } from '@meantime/core'
import type { RawPicture } from './raw.js'

/** Opaque dark grey. */
const COVER = [0x20, 0x20, 0x20, 0xff] as const

/** Paints solid boxes, in place: what was there is nowhere any more. Areas are whole pixels inside the picture. */
export function coverAreas({ pixels, width, channels }: RawPicture, areas: readonly Area[]): void {
  for (const area of areas) {
    const row = new Uint8Array(area.width * channels)
    for (let at = 0; at < row.length; at += 1) row[at] = COVER[at % channels] ?? 0
    for (let y = area.y; y < area.y + area.height; y += 1) pixels.set(row, (y * width + area.x) * channels)
  }
}
