import type { PictureHash } from './picture.js'

const COLUMNS = 9
const ROWS = 8
/** Samples across the picture are enough; a 4K screen costs no more than a small one. */
const SAMPLES_ACROSS = 240
/** Of 255. Where cells are nearly as bright as each other, a blinking cursor must not decide. */
const CLEARLY_BRIGHTER = 1
/** Of 64 bits. */
const TOLERATED_BITS = 1
/** Of 255, for a cell's brightness and for each colour of the mean: a clock that goes on stays below. */
const TOLERATED_LEVELS = 3
const DIGITS = 16 + 2 * (COLUMNS * ROWS + 3)

/**
 * A difference hash (is each cell of a 9 × 8 grid brighter than its right neighbour?), each cell's brightness, which
 * tells one page of text from another, and the mean colour, which tells plain screens apart. `channels` is 3 or 4.
 */
export function pictureHash(pixels: Uint8Array, width: number, height: number, channels: 3 | 4 = 4): PictureHash {
  const { cells, mean } = sample(pixels, width, height, channels)
  let bits = 0n
  for (let row = 0; row < ROWS; row += 1) {
    for (let column = 0; column + 1 < COLUMNS; column += 1) {
      const left = cells[row * COLUMNS + column] ?? 0
      const right = cells[row * COLUMNS + column + 1] ?? 0
      bits = (bits << 1n) | (left > right + CLEARLY_BRIGHTER ? 1n : 0n)
    }
  }
  const levels = [...cells, ...mean].map((level) => hex(Math.round(level), 2))
  return `${hex(bits, 16)}${levels.join('')}` as PictureHash
}

/** Whether two pictures of one screen show the same, as far as somebody who glances at them could tell. */
export function isUnchanged(before: PictureHash, now: PictureHash): boolean {
  if (before.length !== DIGITS || now.length !== DIGITS) return false
  let differing = BigInt(`0x${before.slice(0, 16)}`) ^ BigInt(`0x${now.slice(0, 16)}`)
  let count = 0
  for (; differing > 0n; differing &= differing - 1n) count += 1
  if (count > TOLERATED_BITS) return false
  for (let at = 16; at < DIGITS; at += 2)
    if (Math.abs(levelAt(before, at) - levelAt(now, at)) > TOLERATED_LEVELS) return false
  return true
}

/** The brightness of each cell and the mean colour, 0 to 255. */
function sample(pixels: Uint8Array, width: number, height: number, channels: 3 | 4) {
  const step = Math.max(1, Math.floor(width / SAMPLES_ACROSS))
  const sums = new Float64Array(COLUMNS * ROWS)
  const counts = new Float64Array(COLUMNS * ROWS)
  const total: [number, number, number] = [0, 0, 0]
  let samples = 0
  for (let y = 0; y < height; y += step) {
    const row = Math.floor((y * ROWS) / height) * COLUMNS
    for (let x = 0; x < width; x += step) {
      const at = (y * width + x) * channels
      const red = pixels[at] ?? 0
      const green = pixels[at + 1] ?? 0
      const blue = pixels[at + 2] ?? 0
      const cell = row + Math.floor((x * COLUMNS) / width)
      sums[cell] = (sums[cell] ?? 0) + 0.299 * red + 0.587 * green + 0.114 * blue
      counts[cell] = (counts[cell] ?? 0) + 1
      total[0] += red
      total[1] += green
      total[2] += blue
      samples += 1
    }
  }
  return { cells: sums.map((sum, cell) => sum / (counts[cell] || 1)), mean: total.map((sum) => sum / samples) }
}

const hex = (value: bigint | number, digits: number): string => value.toString(16).padStart(digits, '0')
const levelAt = (hash: string, at: number): number => Number.parseInt(hash.slice(at, at + 2), 16)
