import { tooLargePicture, unreadablePicture } from './errors.js'

/** An 8K screen has 33 million; four times as many bytes are held while one is compressed. */
export const MOST_PIXELS = 40_000_000

export interface RawPicture {
  readonly pixels: Uint8Array
  readonly width: number
  readonly height: number
  readonly channels: 3 | 4
}

/** Throws a MeantimeError when the pixels are not what they say they are, before anybody computes with them. */
export function checkRaw({ pixels, width, height, channels }: RawPicture): void {
  if (![width, height].every((side) => Number.isSafeInteger(side) && side > 0))
    throw unreadablePicture(`The screen gave a picture of ${width} × ${height} pixels.`)
  if (width * height > MOST_PIXELS) throw tooLargePicture(`A picture of ${width} × ${height} pixels is too large.`)
  const needed = width * height * channels
  if (pixels.length !== needed)
    throw unreadablePicture(
      `The screen gave ${pixels.length} bytes for ${width} × ${height} pixels, which need ${needed}.`,
    )
}
