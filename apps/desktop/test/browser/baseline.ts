import { existsSync } from 'node:fs'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import pixelmatch from 'pixelmatch'
import sharp from 'sharp'

/** The pictures that a person looked at and approved of, in 256 colours: far closer to what was drawn than SAME_COLOUR. */
const BASELINES = new URL('./baselines/', import.meta.url)
/** The version of the Chromium that drew them. */
const DRAWN_BY = new URL('chromium.txt', BASELINES)
/** Where one finds what was drawn instead, and the difference in red. */
const REPORTS = new URL('../../.reports/browser/pictures/', import.meta.url)

/** How far apart two colours of one place may be: 0 is equal, 1 is black and white. */
const SAME_COLOUR = 0.2
/** The difference is counted where it is greatest, so that a wrong icon is as loud on a large picture as on a small one. */
const WINDOW = 32
/**
 * The same Chromium draws the same: an icon that is gone is 19 pixels. Another one draws the edges of letters differently: up
 * to 61 pixels in one thirteen versions older, while a row that moved by one pixel is 169.
 */
const MOST_DIFFERENT = { same: 12, other: 100 }

interface Pixels {
  readonly data: Buffer
  readonly width: number
  readonly height: number
}

/** What is wrong with the picture, in words; nothing when it looks as it did. With `--update` it is the new truth. */
export async function unlike(name: string, png: Buffer, chromium: string): Promise<string | undefined> {
  const file = new URL(`${name}.png`, BASELINES)
  if (process.env.MEANTIME_UPDATE_PICTURES === '1') return keep(file, png, chromium)
  if (!existsSync(file)) return `${name}: there is no picture of it yet; make one by npm run test:desktop -- --update`
  const [expected, actual] = await Promise.all([pixelsOf(await readFile(file)), pixelsOf(png)])
  const { width, height } = expected
  if (actual.width !== width || actual.height !== height)
    return `${name}: ${actual.width} × ${actual.height} pixels instead of ${width} × ${height}`
  const diff = Buffer.alloc(expected.data.length)
  const options = { threshold: SAME_COLOUR, windowSize: WINDOW }
  const different = pixelmatch(expected.data, actual.data, diff, width, height, options)
  const drawnBy = (await readFile(DRAWN_BY, 'utf8')).trim()
  if (different <= MOST_DIFFERENT[drawnBy === chromium ? 'same' : 'other']) return undefined
  await mkdir(REPORTS, { recursive: true })
  await writeFile(new URL(`${name}.actual.png`, REPORTS), png)
  const drawn = await sharp(diff, { raw: { width, height, channels: 4 } })
    .png()
    .toBuffer()
  await writeFile(new URL(`${name}.diff.png`, REPORTS), drawn)
  const versions = `Chromium ${chromium}, before ${drawnBy}`
  return `${name}: ${different} of ${WINDOW * WINDOW} pixels differ (${versions}); see ${fileURLToPath(REPORTS)}`
}

async function keep(file: URL, png: Buffer, chromium: string): Promise<undefined> {
  await mkdir(BASELINES, { recursive: true })
  await writeFile(DRAWN_BY, `${chromium}\n`)
  await writeFile(file, await sharp(png).png({ palette: true, quality: 100, dither: 0, effort: 10 }).toBuffer())
}

async function pixelsOf(picture: Buffer): Promise<Pixels> {
  const { data, info } = await sharp(picture).ensureAlpha().raw().toBuffer({ resolveWithObject: true })
  return { data, width: info.width, height: info.height }
}
