import type { Area, OpenWindow } from '@meantime/core'

export interface Size {
  readonly name: '1080p' | '4K'
  readonly width: number
  readonly height: number
}

export const SIZES: readonly Size[] = [
  { name: '1080p', width: 1920, height: 1080 },
  { name: '4K', width: 3840, height: 2160 },
]

/**
 * Pixels (RGBA) that are as hard to compress as a desktop: a wallpaper that changes slowly, pages of text, and a photo.
 * The same for the same size.
 */
export function desktopPixels({ width, height }: Pick<Size, 'width' | 'height'>): Uint8Array {
  const pixels = new Uint8Array(width * height * 4)
  for (let y = 0; y < height; y += 1)
    for (let x = 0; x < width; x += 1) {
      const at = (y * width + x) * 4
      pixels[at] = 40 + (x * 60) / width
      pixels[at + 1] = 70 + (y * 60) / height
      pixels[at + 2] = 120
      pixels[at + 3] = 255
    }
  const half = { width: Math.round(width * 0.45), height: Math.round(height * 0.8) }
  page(pixels, width, { x: Math.round(width * 0.03), y: Math.round(height * 0.08), ...half })
  photo(pixels, width, { x: Math.round(width * 0.52), y: Math.round(height * 0.08), ...half })
  return pixels
}

/** Twenty windows, of which one is to be covered. */
export function desktopWindows({ width, height }: Pick<Size, 'width' | 'height'>): readonly OpenWindow[] {
  return Array.from({ length: 20 }, (_, at) => ({
    app: at === 19 ? 'keyvault' : `program-${at}`,
    title: `Window ${at} — a title of some length`,
    area: { x: at * 30, y: at * 20, width: Math.round(width / 4), height: Math.round(height / 4) },
    focused: at === 0,
  }))
}

/** Lines of dark strokes on white, as wide and as dense as letters. */
function page(pixels: Uint8Array, width: number, area: Area): void {
  for (let y = 0; y < area.height; y += 1)
    for (let x = 0; x < area.width; x += 1) {
      const line = Math.floor(y / 18)
      const letter = (x * 7 + line * 131) % 97
      const ink = y % 18 < 11 && x < area.width * (0.5 + ((line * 37) % 50) / 100) && (letter * (y % 18)) % 5 < 2
      paint(pixels, width, area.x + x, area.y + y, ink && letter > 14 ? 35 : 252)
    }
}

/** Waves and grain, which compress badly. */
function photo(pixels: Uint8Array, width: number, area: Area): void {
  let seed = 7
  for (let y = 0; y < area.height; y += 1)
    for (let x = 0; x < area.width; x += 1) {
      seed = (seed * 1_103_515_245 + 12_345) & 0x7fffffff
      paint(pixels, width, area.x + x, area.y + y, 128 + 60 * Math.sin(x / 40) * Math.cos(y / 55) + ((seed >> 16) % 24))
    }
}

function paint(pixels: Uint8Array, width: number, x: number, y: number, value: number): void {
  const at = (y * width + x) * 4
  pixels[at] = value
  pixels[at + 1] = value * 0.97
  pixels[at + 2] = value * 0.94
}
