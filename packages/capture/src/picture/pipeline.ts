import { type Frame, isMeantimeError, type Snapshot } from '@meantime/core'
import { coverage } from '../privacy/coverage.js'
import type { PrivacyRules } from '../privacy/rules.js'
import { coverAreas } from './cover.js'
import { pictureHash } from './hash.js'
import { pictureOptions } from './options.js'
import type { PictureOptions, ScreenPicture } from './picture.js'
import { checkRaw } from './raw.js'
import { withCodec } from './turn.js'

export interface PictureResult {
  readonly pictures: readonly ScreenPicture[]
  /** The snapshot's, and screens whose picture could not be compressed. */
  readonly missed: Snapshot['missed']
}

export interface PicturePipeline {
  /**
   * Covers what `rules` exclude, in the frames' own pixels and before anything else, then scales and compresses, one
   * frame after the other. Rejects with the signal's reason when aborted, and with a MeantimeError
   * (PICTURES_UNAVAILABLE) when pictures cannot be made on this computer at all; else a bad frame is told in `missed`.
   */
  process(snapshot: Snapshot, rules: PrivacyRules, signal: AbortSignal): Promise<PictureResult>
}

/** Cheap: make one whenever the settings have changed. Throws BAD_PICTURE_OPTIONS. */
export function createPicturePipeline(options: PictureOptions = {}): PicturePipeline {
  const wanted = pictureOptions(options)
  return {
    async process(snapshot, rules, signal) {
      const pictures: ScreenPicture[] = []
      const missed = [...snapshot.missed]
      for (const frame of snapshot.frames) {
        signal.throwIfAborted()
        try {
          pictures.push(await pictureOf(frame, snapshot.windows, rules, wanted))
        } catch (error) {
          if (!isMeantimeError(error) || error.kind !== 'input') throw error
          missed.push({ screen: frame.screen, reason: error.message })
        }
      }
      signal.throwIfAborted()
      return { pictures, missed }
    },
  }
}

function pictureOf(
  frame: Frame,
  windows: Snapshot['windows'],
  rules: PrivacyRules,
  options: Required<PictureOptions>,
): Promise<ScreenPicture> {
  const { screen, takenAt, width, height, pixels } = frame
  return withCodec(async ({ encode, encodeMosaic }) => {
    const raw = { pixels, width, height, channels: 4 } as const
    checkRaw(raw)
    const areas = coverage(frame, windows, rules)
    if (areas === 'all') {
      const { grid, encoded } = await encodeMosaic(raw, options)
      const hash = pictureHash(grid.pixels, grid.width, grid.height, grid.channels)
      return { ...encoded, screen, takenAt, redacted: 'all', hash }
    }
    coverAreas(raw, areas)
    const encoding = encode(raw, options)
    // While another thread encodes.
    const hash = pictureHash(pixels, width, height, raw.channels)
    return { ...(await encoding), screen, takenAt, redacted: areas.length, hash }
  })
}
