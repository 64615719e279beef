import { isMeantimeError } from '@meantime/core'
import sharp from 'sharp'
import { describe, expect, test } from 'vitest'
import { readPicture, redactPicture } from '../../src/picture/redact.js'
import { box, frameOf, ORANGE } from './drawing.js'

const SECRET = box(40, 30, 60, 50)

async function encoded(format: 'jpeg' | 'webp' | 'png' | 'gif', width = 320, height = 180): Promise<Buffer> {
  const { pixels } = frameOf(width, height, [[SECRET, ORANGE]])
  return sharp(pixels, { raw: { width, height, channels: 4 } })
    .toFormat(format)
    .toBuffer()
}

/** The brightest red, which only the secret has. */
async function reddest(bytes: Uint8Array): Promise<number> {
  const pixels = await sharp(bytes).raw().toBuffer()
  return pixels.reduce((most, value, at) => (at % 3 === 0 && value > most ? value : most), 0)
}

describe.each(['jpeg', 'webp'] as const)('%s', (format) => {
  test('covers more of a finished picture, in the same format and size', async () => {
    const bytes = await encoded(format)
    expect(await reddest(bytes)).toBeGreaterThan(200)
    const picture = await redactPicture(bytes, [box(35, 25, 70, 60)])
    expect(picture).toMatchObject({ mediaType: `image/${format}`, width: 320, height: 180, redacted: 1 })
    expect(await reddest(picture.bytes)).toBeLessThan(100)
  })

  test('makes all of it unreadable', async () => {
    const picture = await redactPicture(await encoded(format), 'all')
    expect(picture).toMatchObject({ mediaType: `image/${format}`, width: 320, height: 180, redacted: 'all' })
  })

  test('reads what a picture is from its head', async () => {
    expect(await readPicture(await encoded(format))).toEqual({ mediaType: `image/${format}`, width: 320, height: 180 })
  })

  test('takes metadata out', async () => {
    const { pixels } = frameOf(320, 180)
    const told = await sharp(pixels, { raw: { width: 320, height: 180, channels: 4 } })
      .withExif({ IFD0: { Copyright: 'Ada' } })
      .toFormat(format)
      .toBuffer()
    expect(told.includes('Ada')).toBe(true)
    const { bytes } = await redactPicture(told, [])
    expect(Buffer.from(bytes).includes('Ada')).toBe(false)
    expect((await sharp(bytes).metadata()).exif).toBeUndefined()
  })
})

test('areas are cut at the edge; one outside is not counted', async () => {
  const { redacted } = await redactPicture(await encoded('jpeg'), [box(300, 170, 999, 999), box(999, 999, 5, 5)])
  expect(redacted).toBe(1)
})

test.each([box(0, 0, -5, 5), box(Number.NaN, 0, 5, 5), box(0, 0, Number.POSITIVE_INFINITY, 5)])(
  'refuses the area %j, in words',
  async (area) => {
    const error: unknown = await redactPicture(await encoded('jpeg'), [area]).catch((failure: unknown) => failure)
    expect(isMeantimeError(error, 'BAD_AREA')).toBe(true)
  },
)

describe('hostile pictures', () => {
  const svg = Buffer.from(
    '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><rect width="9" height="9"/></svg>',
  )
  const cases: [string, () => Promise<Uint8Array>][] = [
    ['empty', async () => new Uint8Array()],
    ['no picture', async () => Buffer.from('Hello, I am a text and no picture at all')],
    ['an SVG, whose reader could open other files', async () => svg],
    ['a GIF', async () => encoded('gif')],
    ['a PNG, which we never write', async () => encoded('png')],
    ['only the first bytes of a JPEG', async () => (await encoded('jpeg')).subarray(0, 3)],
    ['only the first bytes of a WebP', async () => (await encoded('webp')).subarray(0, 12)],
    [
      'a head and then nonsense',
      async () => Buffer.concat([Buffer.from('\xff\xd8\xff', 'latin1'), Buffer.alloc(500, 0x5a)]),
    ],
  ]

  test.each(cases)('%s: a clear error', async (_, make) => {
    const bytes = await make()
    for (const work of [() => readPicture(bytes), () => redactPicture(bytes, []), () => redactPicture(bytes, 'all')]) {
      const error: unknown = await work().catch((failure: unknown) => failure)
      expect(isMeantimeError(error, 'PICTURE_UNREADABLE')).toBe(true)
    }
  })

  test.each(['jpeg', 'webp'] as const)(
    'a %s that was cut off cannot be redacted, rather than half of it',
    async (format) => {
      const bytes = await encoded(format, 640, 480)
      const error: unknown = await redactPicture(bytes.subarray(0, bytes.length * 0.6), []).catch(
        (failure: unknown) => failure,
      )
      expect(isMeantimeError(error, 'PICTURE_UNREADABLE')).toBe(true)
    },
  )

  test('16 384 × 3 000 pixels in a few bytes are refused before they are unpacked', async () => {
    const bytes = await sharp({ create: { width: 16_384, height: 3_000, channels: 3, background: '#123' } })
      .jpeg({ quality: 1 })
      .toBuffer()
    for (const work of [() => readPicture(bytes), () => redactPicture(bytes, [])]) {
      const error: unknown = await work().catch((failure: unknown) => failure)
      expect(isMeantimeError(error, 'PICTURE_TOO_LARGE')).toBe(true)
    }
  })

  test('any byte changed on the way gives a picture or a clear error', async () => {
    const whole = await encoded('jpeg', 112, 96)
    for (let at = 0; at < whole.length; at += 11) {
      const bytes = Buffer.from(whole)
      bytes[at] = (bytes[at] ?? 0) ^ 0xff
      const result: unknown = await redactPicture(bytes, [box(0, 0, 9, 9)]).catch((failure: unknown) => failure)
      expect(result instanceof Error ? isMeantimeError(result) : true).toBe(true)
    }
  })
})
