import sharp from 'sharp'
import { describe, expect, test } from 'vitest'
import { isUnchanged } from '../../src/picture/hash.js'
import { createPicturePipeline } from '../../src/picture/pipeline.js'
import { NO_RULES, privacyRules } from '../../src/privacy/rules.js'
import { BLUE, box, EDITOR, frameOf, goOn, ORANGE, secretAt, snapshotOf } from './drawing.js'

const SECRET = box(40, 30, 60, 50)
const rules = privacyRules({ apps: ['secret'] })

/** Pixels of the finished picture that come anywhere near a colour. */
async function pixelsLike(bytes: Uint8Array, [red, green, blue]: readonly [number, number, number]): Promise<number> {
  const pixels = await sharp(bytes).raw().toBuffer()
  let found = 0
  for (let at = 0; at < pixels.length; at += 3) {
    const near = (offset: number, wanted: number) => Math.abs((pixels[at + offset] ?? 0) - wanted) < 60
    if (near(0, red) && near(1, green) && near(2, blue)) found += 1
  }
  return found
}

describe.each(['jpeg', 'webp'] as const)('%s', (format) => {
  const pipeline = createPicturePipeline({ format })

  test('a picture keeps its size and colours, and says what it is', async () => {
    const { pictures, missed } = await pipeline.process(snapshotOf([frameOf(320, 180)], [EDITOR]), NO_RULES, goOn())
    expect(missed).toEqual([])
    expect(pictures).toMatchObject([
      { screen: 'A', takenAt: 1_767_000_000_000, mediaType: `image/${format}`, width: 320, height: 180, redacted: 0 },
    ])
    const bytes = pictures[0]?.bytes ?? new Uint8Array()
    expect(await pixelsLike(bytes, BLUE)).toBe(320 * 180)
    expect((await sharp(bytes).metadata()).format).toBe(format)
  })

  test('nothing of an excluded window is in the picture, and the rest is', async () => {
    const frame = frameOf(320, 180, [[SECRET, ORANGE]])
    const { pictures } = await pipeline.process(snapshotOf([frame], [EDITOR, secretAt(SECRET)]), rules, goOn())
    const [picture] = pictures
    expect(picture?.redacted).toBe(1)
    expect(await pixelsLike(picture?.bytes ?? new Uint8Array(), ORANGE)).toBe(0)
    expect(await pixelsLike(picture?.bytes ?? new Uint8Array(), BLUE)).toBeGreaterThan(320 * 180 * 0.9)
  })

  test('the same where the picture is scaled down: the box is drawn before anything is mixed', async () => {
    const frame = frameOf(320, 180, [[SECRET, ORANGE]])
    const small = createPicturePipeline({ format, maxWidth: 97 })
    const { pictures } = await small.process(snapshotOf([frame], [EDITOR, secretAt(SECRET)]), rules, goOn())
    expect(pictures[0]).toMatchObject({ width: 97, height: 55 })
    expect(await pixelsLike(pictures[0]?.bytes ?? new Uint8Array(), ORANGE)).toBe(0)
  })

  test('without knowing the active window nothing finer than 32 blocks across is left', async () => {
    const bars = Array.from({ length: 80 }, (_, at) => [box(at * 8, 100, 4, 12), ORANGE] as const)
    const { pictures } = await pipeline.process(snapshotOf([frameOf(640, 360, bars)], undefined), rules, goOn())
    const [picture] = pictures
    expect(picture).toMatchObject({ redacted: 'all', width: 640, height: 360 })
    const pixels = await sharp(picture?.bytes).raw().toBuffer()
    const red = (x: number, y: number) => pixels[(y * 640 + x) * 3] ?? 0
    for (let y = 0; y < 360; y += 1)
      for (let x = 0; x < 640; x += 1) {
        // The middle of the block of 20 pixels that it lies in; JPEG mixes a little at the edges.
        const middle = red(x - (x % 20) + 10, y - (y % 20) + 10)
        if (Math.abs(red(x, y) - middle) > 24) throw new Error(`${x}, ${y} is finer than a block`)
      }
    expect(await pixelsLike(picture?.bytes ?? new Uint8Array(), ORANGE)).toBe(0)
  })

  test('no metadata: no place, no profile, no thumbnail, no comment', async () => {
    const { pictures } = await pipeline.process(snapshotOf([frameOf(320, 180)], [EDITOR]), NO_RULES, goOn())
    const { exif, icc, iptc, xmp, comments } = await sharp(pictures[0]?.bytes).metadata()
    expect({ exif, icc, iptc, xmp, comments }).toEqual({})
  })
})

test('the frame itself is covered: not even a dump of the memory shows the window', async () => {
  const frame = frameOf(320, 180, [[SECRET, ORANGE]])
  await createPicturePipeline().process(snapshotOf([frame], [EDITOR, secretAt(SECRET)]), rules, goOn())
  expect(frame.pixels.some((value, at) => at % 4 === 0 && value === ORANGE[0])).toBe(false)
})

test('the hash tells nothing of what was covered', async () => {
  const hashes = []
  for (const colour of [ORANGE, [0, 0, 0] as const, [255, 255, 255] as const]) {
    const frame = frameOf(320, 180, [[SECRET, colour]])
    const { pictures } = await createPicturePipeline().process(
      snapshotOf([frame], [EDITOR, secretAt(SECRET)]),
      rules,
      goOn(),
    )
    hashes.push(pictures[0]?.hash)
  }
  expect(new Set(hashes).size).toBe(1)
})

test('two screens are two pictures, each with its own hash', async () => {
  const right = { ...frameOf(200, 100, [[box(0, 0, 100, 50), ORANGE]]), screen: 'B', area: box(320, 0, 200, 100) }
  const secret = secretAt(box(330, 10, 20, 20))
  const { pictures } = await createPicturePipeline().process(
    snapshotOf([frameOf(320, 180), right], [EDITOR, secret]),
    rules,
    goOn(),
  )
  expect(pictures.map(({ screen, redacted }) => [screen, redacted])).toEqual([
    ['A', 0],
    ['B', 1],
  ])
  const [a, b] = pictures
  if (a === undefined || b === undefined) throw new Error('There are two')
  expect(isUnchanged(a.hash, b.hash)).toBe(false)
})

test.each([
  ['no bytes', { pixels: new Uint8Array() }],
  ['too few bytes', { pixels: new Uint8Array(320 * 180 * 4 - 1) }],
  ['too many bytes', { pixels: new Uint8Array(320 * 180 * 4 + 1) }],
  ['no width', { width: 0 }],
  ['a negative height', { height: -180 }],
  ['half a pixel', { width: 320.5 }],
  ['no number', { width: Number.NaN }],
  ['16 384 × 16 384 pixels and no bytes for them', { width: 16_384, height: 16_384 }],
])('a frame with %s is told, and the other screens are kept', async (_, wrong) => {
  const frames = [{ ...frameOf(320, 180), screen: 'broken', ...wrong }, frameOf(320, 180)]
  for (const wanted of [NO_RULES, rules, privacyRules({ pixelateAll: true })]) {
    const { pictures, missed } = await createPicturePipeline().process(snapshotOf(frames, [EDITOR]), wanted, goOn())
    expect(pictures.map(({ screen }) => screen)).toEqual(['A'])
    expect(missed).toMatchObject([{ screen: 'broken', reason: expect.stringMatching(/\S.*\.$/) }])
  }
})

test('what the source missed is still told', async () => {
  const missed = [{ screen: 'B', reason: 'It was unplugged.' }]
  const result = await createPicturePipeline().process(
    { ...snapshotOf([frameOf(32, 18)], [EDITOR]), missed },
    NO_RULES,
    goOn(),
  )
  expect(result.missed).toEqual(missed)
})

test('stops between two screens when it is told to', async () => {
  const controller = new AbortController()
  const reason = new Error('stopped')
  const frames = [frameOf(320, 180), frameOf(320, 180)]
  const running = createPicturePipeline().process(snapshotOf(frames, [EDITOR]), NO_RULES, controller.signal)
  controller.abort(reason)
  await expect(running).rejects.toBe(reason)
})

test.each([{ quality: 0 }, { quality: 101 }, { quality: 1.5 }, { maxWidth: 0 }, { maxWidth: 20_000 }])(
  'refuses the setting %j',
  (options) => {
    expect(() => createPicturePipeline(options)).toThrow(
      expect.objectContaining({ code: 'BAD_PICTURE_OPTIONS' }) as unknown as Error,
    )
  },
)

test('a lower quality makes fewer bytes', async () => {
  const noise = frameOf(320, 180)
  for (let at = 0; at < noise.pixels.length; at += 1) if (at % 4 !== 3) noise.pixels[at] = (at * 7919) % 251
  const sizes = []
  for (const quality of [20, 90]) {
    const { pictures } = await createPicturePipeline({ quality }).process(
      snapshotOf([noise], [EDITOR]),
      NO_RULES,
      goOn(),
    )
    sizes.push(pictures[0]?.bytes.length ?? 0)
  }
  expect(sizes[0]).toBeLessThan(sizes[1] ?? 0)
})
