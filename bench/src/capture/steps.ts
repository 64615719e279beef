import { createPicturePipeline, NO_RULES, type PictureOptions, privacyRules } from '@meantime/capture'
import type { Frame, Snapshot } from '@meantime/core'
import sharp from 'sharp'
import { median, seconds } from '../measure.js'
import { count, type Findings } from '../report.js'
import type { CaptureBenchOptions } from './options.js'
import { desktopPixels, desktopWindows, SIZES, type Size } from './scene.js'

const MADE: readonly (readonly [string, PictureOptions])[] = [
  ['JPEG q70, full size', { format: 'jpeg', quality: 70, maxWidth: 16_384 }],
  ['JPEG q70, 1920 wide', { format: 'jpeg', quality: 70 }],
  ['JPEG q70, 1280 wide', { format: 'jpeg', quality: 70, maxWidth: 1280 }],
  ['WebP q70, full size', { format: 'webp', quality: 70, maxWidth: 16_384 }],
  ['WebP q70, 1920 wide', { format: 'webp', quality: 70 }],
]

/** ms and bytes of a picture by its format, and of what is done besides encoding it. */
export async function stepsPart({ repetitions }: CaptureBenchOptions): Promise<Findings> {
  const rows: string[][] = []
  for (const size of SIZES) {
    const pixels = desktopPixels(size)
    for (const [name, options] of MADE) {
      const made = await times(repetitions, () => ours(snapshotOf(size, pixels.slice()), options))
      rows.push([`${size.name} ${name}`, ms(made.median), `${count(Math.round(made.last / 1000))} kB`])
    }
    const bare = await times(repetitions, () => bareJpeg(size, pixels))
    rows.push([
      `${size.name} sharp alone, JPEG q70, full size`,
      ms(bare.median),
      `${count(Math.round(bare.last / 1000))} kB`,
    ])
    for (const [name, rules] of [
      ['one window covered', privacyRules({ apps: ['keyvault'] })],
      ['made unreadable', privacyRules({ pixelateAll: true })],
    ] as const) {
      const made = await times(repetitions, () => ours(snapshotOf(size, pixels.slice()), {}, rules))
      rows.push([
        `${size.name} JPEG q70, 1920 wide, ${name}`,
        ms(made.median),
        `${count(Math.round(made.last / 1000))} kB`,
      ])
    }
  }
  const title = 'From pixels to a finished picture: covered, hashed, scaled, compressed'
  return { sheets: [{ title, head: ['picture', 'time', 'size'], rows }], goals: [] }
}

export function snapshotOf(size: Size, pixels: Uint8Array): Snapshot {
  const { width, height } = size
  const frame: Frame = { screen: 'bench', area: { x: 0, y: 0, width, height }, width, height, pixels, takenAt: 1 }
  return { frames: [frame], windows: desktopWindows(size), missed: [] }
}

async function ours(snapshot: Snapshot, options: PictureOptions, rules = NO_RULES): Promise<number> {
  const { pictures } = await createPicturePipeline(options).process(snapshot, rules, new AbortController().signal)
  return pictures[0]?.bytes.length ?? 0
}

const bareJpeg = async ({ width, height }: Size, pixels: Uint8Array): Promise<number> =>
  (
    await sharp(pixels, { raw: { width, height, channels: 4 } })
      .jpeg({ quality: 70 })
      .toBuffer()
  ).length

const ms = (value: number): string => `${(value * 1000).toFixed(1)} ms`

async function times(repetitions: number, work: () => Promise<number>): Promise<{ median: number; last: number }> {
  let last = await work()
  const taken: number[] = []
  for (let round = 0; round < repetitions; round += 1)
    taken.push(
      await seconds(async () => {
        last = await work()
      }),
    )
  return { median: median(taken), last }
}
