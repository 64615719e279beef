import { createPicturePipeline, type Picture, privacyRules, redactPicture } from '@meantime/capture'
import type { Snapshot } from '@meantime/core'
import { seededRandom } from '@meantime/testkit/seeded-random'

const [WIDTH, HEIGHT] = [480, 320]
const SECRET = { x: 100, y: 80, width: 200, height: 120 }
const RULES = privacyRules({ apps: ['keyvault'] })

/** A screen of noise, which no picture has by chance, with a window on it that must not be seen. */
function drawnScreen(seed: number): Snapshot {
  const random = seededRandom(seed)
  const pixels = new Uint8Array(WIDTH * HEIGHT * 4).map((_, at) => (at % 4 === 3 ? 255 : Math.floor(random() * 256)))
  const area = { x: 0, y: 0, width: WIDTH, height: HEIGHT }
  return {
    frames: [{ screen: 'Drawn', area, width: WIDTH, height: HEIGHT, pixels, takenAt: Date.now() }],
    windows: [{ app: 'KeyVault', title: 'Passwords', area: SECRET, focused: true }],
    missed: [],
  }
}

/** As it may be kept: the window is covered. The same seed gives the same bytes in every program. */
export async function pictureOf(seed: number): Promise<Picture> {
  const { signal } = new AbortController()
  const { pictures } = await createPicturePipeline().process(drawnScreen(seed), RULES, signal)
  const { bytes, mediaType, width, height, redacted } = pictures[0] ?? missing()
  return { bytes, mediaType, width, height, redacted }
}

/** The other picture of the same life, which is deleted. */
export const unwantedOf = (seed: number): number => 1_000_000 + seed

/** What its person makes of it. */
export const coveredByHand = (bytes: Uint8Array): Promise<Picture> =>
  redactPicture(bytes, [{ x: 0, y: 0, width: 50, height: 50 }])

/** Pieces of the screen, and of everything that was ever made of it: none may be found on a disk. */
export async function needlesOf(seed: number): Promise<readonly Buffer[]> {
  const { signal } = new AbortController()
  const screen = drawnScreen(seed)
  const [bare] = (await createPicturePipeline().process(screen, privacyRules({}), signal)).pictures
  const [kept, unwanted] = [await pictureOf(seed), await pictureOf(unwantedOf(seed))]
  const byHand = await coveredByHand(kept.bytes)
  // The pipeline covers in the frame's own pixels, so the screen is drawn once more.
  const pixels = drawnScreen(seed).frames[0]?.pixels ?? missing()
  return [pixels, (bare ?? missing()).bytes, kept.bytes, byHand.bytes, unwanted.bytes].flatMap((bytes) =>
    pieces(Buffer.from(bytes)),
  )
}

const LENGTH = 24

/** Not of the beginning: tables and the like are the same in many pictures. */
function pieces(bytes: Buffer): Buffer[] {
  const from = Math.floor(bytes.length / 5)
  const gap = Math.floor((bytes.length - from - LENGTH) / 12)
  return Array.from({ length: 12 }, (_, n) => bytes.subarray(from + n * gap, from + n * gap + LENGTH))
}

function missing(): never {
  throw new Error('no picture was made')
}
