import { createPicturePipeline, NO_RULES, readPicture, redactPicture } from '@meantime/capture'
import { isMeantimeError } from '@meantime/core'
import { seededRandom } from '@meantime/testkit/seeded-random'
import sharp from 'sharp'
import { must, mustEqual } from '../model/violation.js'
import { goOn } from './pictures.js'
import type { Scenario } from './scenario.js'

const MIB = 1024 * 1024
/** One picture of the largest size that is taken is 160 MB unpacked. */
const MOST_GROWTH = 320 * MIB
const CORNER = [{ x: 0, y: 0, width: 20, height: 20 }]

export const hostilePictureScenarios: readonly Scenario[] = [
  {
    title: 'Empty, cut off, damaged and foreign pictures: a clear error each, and the next picture is read',
    screens: 0,
    async run() {
      for (const format of ['jpeg', 'webp'] as const) {
        const whole = await picture(format)
        for (const bytes of [
          whole.subarray(0, 0),
          whole.subarray(0, 20),
          whole.subarray(0, whole.length / 2),
          text(),
          svg(),
        ])
          await mustRefuse(() => redactPicture(bytes, CORNER), 'PICTURE_UNREADABLE')
        mustEqual((await readPicture(whole)).width, 640, 'the next picture')
      }
    },
  },
  {
    title: '600 pictures with bytes changed at random: a picture or a clear error, never a crash',
    screens: 0,
    async run() {
      const random = seededRandom(4)
      for (const format of ['jpeg', 'webp'] as const) {
        const whole = await picture(format)
        for (let round = 0; round < 300; round += 1) {
          const bytes = Buffer.from(whole)
          for (let change = 0; change <= round % 9; change += 1)
            bytes[Math.floor(random() * bytes.length)] = Math.floor(random() * 256)
          const result: unknown = await redactPicture(bytes, CORNER).catch((error: unknown) => error)
          must(!(result instanceof Error) || isMeantimeError(result), `not a clear error: ${String(result)}`)
        }
      }
    },
  },
  {
    title: '16 000 × 16 000 pixels in a small file, and from a screen, are refused without unpacking them',
    screens: 0,
    async run() {
      const side = 16_000
      const create = { width: side, height: side, channels: 3, background: '#123456' } as const
      const bytes = await sharp({ create, limitInputPixels: false }).jpeg({ quality: 1 }).toBuffer()
      const before = process.memoryUsage.rss()
      let most = before
      const watch = setInterval(() => {
        most = Math.max(most, process.memoryUsage.rss())
      }, 5)
      try {
        for (let round = 0; round < 5; round += 1) {
          await mustRefuse(() => readPicture(bytes), 'PICTURE_TOO_LARGE')
          await mustRefuse(() => redactPicture(bytes, 'all'), 'PICTURE_TOO_LARGE')
        }
      } finally {
        clearInterval(watch)
      }
      must(most - before < MOST_GROWTH, `memory grew by ${Math.round((most - before) / MIB)} MiB`)
      const frame = { screen: 'wall', area: { x: 0, y: 0, width: side, height: side }, width: side, height: side }
      const frames = [{ ...frame, pixels: new Uint8Array(4), takenAt: 1 }]
      const { missed } = await createPicturePipeline().process({ frames, windows: [], missed: [] }, NO_RULES, goOn())
      must(/too large/.test(missed[0]?.reason ?? ''), `of the screen it says: ${missed[0]?.reason}`)
    },
  },
]

async function mustRefuse(work: () => Promise<unknown>, code: string): Promise<void> {
  const result: unknown = await work().catch((error: unknown) => error)
  must(isMeantimeError(result, code), `expected ${code}, found ${String(result)}`)
}

function picture(format: 'jpeg' | 'webp'): Promise<Buffer> {
  const pixels = Buffer.alloc(640 * 360 * 3, 0).map((_, at) => (at * 31 + (at >> 9) * 7) & 0xff)
  return sharp(pixels, { raw: { width: 640, height: 360, channels: 3 } })
    .toFormat(format)
    .toBuffer()
}

const text = () => Buffer.from('This is a text.'.repeat(50))
const svg = () => Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" width="640" height="360"/>')
