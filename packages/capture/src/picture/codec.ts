import sharp, { type Sharp } from 'sharp'
import { tooLargePicture, unreadablePicture } from './errors.js'
import type { PictureMediaType, PictureOptions } from './picture.js'
import { MOST_PIXELS, type RawPicture } from './raw.js'

// Loaded by `import()` only: it brings a native library. One thread and no cache, so that memory is flat and the
// computer's owner notices nothing; a picture is encoded on libuv's threads, so no timer waits for it.
sharp.concurrency(1)
sharp.cache(false)

const MOST_BYTES = 64 * 1024 * 1024
const MOST_SECONDS = 60
/** Few and coarse: about 900 bytes of a screen are left, in blocks many lines of text high. */
const MOSAIC_COLUMNS = 32
const MOSAIC_LEVELS = 16

export interface Encoded {
  readonly bytes: Uint8Array
  readonly mediaType: PictureMediaType
  readonly width: number
  readonly height: number
}

/** Without metadata: none is ever copied over. */
export async function encode(raw: RawPicture, options: Required<PictureOptions>): Promise<Encoded> {
  const width = Math.min(raw.width, options.maxWidth)
  const scaled = open(raw).resize({ width, height: scaledHeight(raw, width), fit: 'fill' })
  return compressed(scaled, options)
}

/** The whole picture, beyond recovery. `grid` is all that is left of it, for the hash. */
export async function encodeMosaic(raw: RawPicture, options: Required<PictureOptions>) {
  const columns = Math.min(MOSAIC_COLUMNS, raw.width)
  const rows = scaledHeight(raw, columns)
  const small = await attempt(() => open(raw).resize({ width: columns, height: rows, fit: 'fill' }).raw().toBuffer())
  const grid: RawPicture = { pixels: small.map(coarse), width: columns, height: rows, channels: 3 }
  const width = Math.min(raw.width, options.maxWidth)
  const blocks = open(grid).resize({ width, height: scaledHeight(raw, width), fit: 'fill', kernel: 'nearest' })
  return { grid, encoded: await compressed(blocks, options) }
}

/** Pixels of a JPEG, WebP or PNG, RGBA; nothing else is even looked at. */
export async function decode(bytes: Uint8Array): Promise<RawPicture> {
  const { data, info } = await attempt(() =>
    known(bytes).toColourspace('srgb').ensureAlpha().raw({ depth: 'uchar' }).toBuffer({ resolveWithObject: true }),
  )
  return { pixels: data, width: info.width, height: info.height, channels: 4 }
}

/** Reads the header only. */
export async function describe(bytes: Uint8Array): Promise<{ mediaType: string; width: number; height: number }> {
  const { width, height } = await attempt(() => known(bytes).metadata())
  if (width * height > MOST_PIXELS) throw tooLargePicture(`A picture of ${width} × ${height} pixels is too large.`)
  return { mediaType: mediaTypeOf(bytes) ?? '', width, height }
}

const open = ({ pixels, width, height, channels }: RawPicture): Sharp =>
  sharp(pixels, { raw: { width, height, channels } }).timeout({ seconds: MOST_SECONDS }).removeAlpha()

function known(bytes: Uint8Array): Sharp {
  if (bytes.length === 0) throw unreadablePicture('The picture is empty.')
  if (bytes.length > MOST_BYTES) throw tooLargePicture(`A picture of ${bytes.length} bytes is too large.`)
  if (mediaTypeOf(bytes) === undefined) throw unreadablePicture('This is no JPEG, WebP or PNG picture.')
  return sharp(bytes, { limitInputPixels: MOST_PIXELS, failOn: 'truncated' }).timeout({ seconds: MOST_SECONDS })
}

/** By its first bytes, as sharp does, so that its readers of other formats are never reached. */
function mediaTypeOf(bytes: Uint8Array): PictureMediaType | 'image/png' | undefined {
  const start = Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.length, 12)).toString('latin1')
  if (start.startsWith('\xff\xd8\xff')) return 'image/jpeg'
  if (start.startsWith('RIFF') && start.endsWith('WEBP')) return 'image/webp'
  return start.startsWith('\x89PNG\r\n\x1a\n') ? 'image/png' : undefined
}

async function compressed(picture: Sharp, { format, quality }: Required<PictureOptions>): Promise<Encoded> {
  const output = format === 'jpeg' ? picture.jpeg({ quality }) : picture.webp({ quality, effort: 1 })
  const { data, info } = await attempt(() => output.toBuffer({ resolveWithObject: true }))
  return { bytes: data, mediaType: `image/${format}`, width: info.width, height: info.height }
}

/** sharp's words are for programmers, and name files and libraries. */
async function attempt<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (cause) {
    if ((cause as Error).message.includes('pixel limit')) throw tooLargePicture('The picture has too many pixels.')
    throw unreadablePicture('The picture is damaged and cannot be read.', cause)
  }
}

const scaledHeight = ({ width, height }: RawPicture, to: number): number =>
  Math.max(1, Math.round((height * to) / width))
const coarse = (value: number): number =>
  Math.round((Math.floor((value * MOSAIC_LEVELS) / 256) * 255) / (MOSAIC_LEVELS - 1))
