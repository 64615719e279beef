import {
  createPicturePipeline,
  nodeScreenshotsSource,
  type PictureOptions,
  type PrivacyRules,
  type ScreenPicture,
} from '@meantime/capture'
import { type Area, type Snapshot, systemClock } from '@meantime/core'
import sharp from 'sharp'
import { must } from '../model/violation.js'
import type { Pattern } from './painter.js'

/** Nothing that a desktop draws by itself is near these. */
export const MAGENTA_LIME: Pattern = { colours: [0xff00cc, 0x99ff00], cell: 12 }
export const ORANGE_AQUA: Pattern = { colours: [0xff8800, 0x00ffee], cell: 12 }

export const goOn = (): AbortSignal => new AbortController().signal

export const capture = (screens: 'all' | 'active' = 'all'): Promise<Snapshot> =>
  nodeScreenshotsSource({ clock: systemClock }).capture(screens, goOn())

export async function pictures(
  snapshot: Snapshot,
  rules: PrivacyRules,
  options: PictureOptions = {},
): Promise<readonly ScreenPicture[]> {
  const { pictures: found, missed } = await createPicturePipeline(options).process(snapshot, rules, goOn())
  must(missed.length === 0, `a picture was missed: ${JSON.stringify(missed)}`)
  return found
}

export interface Pixels {
  readonly data: Uint8Array
  readonly width: number
  readonly height: number
  readonly channels: number
}

/** As whoever receives the picture sees it. */
export async function seen({ bytes }: Pick<ScreenPicture, 'bytes'>): Promise<Pixels> {
  const { data, info } = await sharp(bytes).raw().toBuffer({ resolveWithObject: true })
  return { data, width: info.width, height: info.height, channels: info.channels }
}

/** How many pixels of an area (or of all) are nearer than `distance` in each of red, green and blue to a colour of it. */
export function like(pixels: Pixels, { colours }: Pattern, distance: number, area?: Area): number {
  const { x, y, width, height } = area ?? { x: 0, y: 0, width: pixels.width, height: pixels.height }
  let found = 0
  for (let row = y; row < y + height; row += 1)
    for (let column = x; column < x + width; column += 1) {
      const at = (row * pixels.width + column) * pixels.channels
      if (colours.some((colour) => isNear(pixels.data, at, colour, distance))) found += 1
    }
  return found
}

function isNear(data: Uint8Array, at: number, colour: number, distance: number): boolean {
  return [16, 8, 0].every((shift, offset) => Math.abs((data[at + offset] ?? 0) - ((colour >> shift) & 0xff)) < distance)
}
