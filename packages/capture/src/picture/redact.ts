import { type Area, MeantimeError } from '@meantime/core'
import { inFrame, isEmpty } from '../privacy/in-frame.js'
import { coverAreas } from './cover.js'
import { unreadablePicture } from './errors.js'
import { pictureOptions } from './options.js'
import type { Picture, PictureMediaType, PictureOptions } from './picture.js'
import { withCodec } from './turn.js'

/**
 * Covers more of a picture that was compressed already: a new picture in the same format and size, `redacted` counting
 * these areas only. Areas are in the picture's pixels; they are rounded outwards and clipped, and one that lies outside
 * covers nothing and is not counted. Throws a MeantimeError: PICTURE_UNREADABLE, PICTURE_TOO_LARGE, BAD_AREA.
 */
export function redactPicture(
  bytes: Uint8Array,
  areas: readonly Area[] | 'all',
  { quality }: Pick<PictureOptions, 'quality'> = {},
): Promise<Picture> {
  return withCodec(async (codec) => {
    const { mediaType, width, height } = keepable(await codec.describe(bytes))
    const format = mediaType === 'image/webp' ? 'webp' : 'jpeg'
    const options = pictureOptions({ format, maxWidth: width, ...(quality === undefined ? {} : { quality }) })
    const raw = await codec.decode(bytes)
    if (areas === 'all') return { ...(await codec.encodeMosaic(raw, options)).encoded, redacted: 'all' }
    const whole = wholePixels(areas, width, height)
    coverAreas(raw, whole)
    return { ...(await codec.encode(raw, options)), redacted: whole.length }
  })
}

/** What a picture says it is. Throws a MeantimeError: PICTURE_UNREADABLE, PICTURE_TOO_LARGE. */
export const readPicture = (
  bytes: Uint8Array,
): Promise<{ mediaType: PictureMediaType; width: number; height: number }> =>
  withCodec(async ({ describe }) => keepable(await describe(bytes)))

function keepable<T extends { mediaType: string }>(found: T): T & { mediaType: PictureMediaType } {
  const { mediaType } = found
  if (mediaType === 'image/jpeg' || mediaType === 'image/webp') return { ...found, mediaType }
  throw unreadablePicture('This is no JPEG or WebP picture.')
}

function wholePixels(areas: readonly Area[], width: number, height: number): readonly Area[] {
  const frame = { area: { x: 0, y: 0, width, height }, width, height }
  return areas.map((area) => inFrame(area, frame) ?? badArea(area)).filter((area) => !isEmpty(area))
}

function badArea({ x, y, width, height }: Area): never {
  throw new MeantimeError({
    code: 'BAD_AREA',
    kind: 'input',
    message: `${[x, y, width, height].join(', ')} is no area of a picture.`,
    safe: 'The picture was not changed.',
    hint: 'Give x, y, width and height in pixels of the picture.',
  })
}
