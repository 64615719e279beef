import {
  CAPTURE_SOURCE,
  type CaptureSource,
  CHANGE_FEED,
  CLOCK,
  type Factory,
  JOURNAL,
  LOGGER,
  NEW_ID,
  type Plugin,
  PROFILES,
  RANDOM,
  type Resolve,
  SHOT_KEEPER,
  SHOT_LEDGER,
  STATE_STORE,
} from '@meantime/core'
import { CAPTURE_SETTINGS, type CaptureSettingsSource } from './consent/capture-settings.js'
import { SCREENSHOTS, Screenshots } from './consent/screenshots.js'
import { createPicturePipeline } from './picture/pipeline.js'
import { PRESENCE } from './presence/port.js'
import { SpentIntervals } from './schedule/spent-intervals.js'
import { BlindSpots } from './service/blind-spots.js'
import { Camera } from './service/camera.js'
import { CAPTURE_SERVICE, CaptureService, type CaptureServiceOptions } from './service/capture-service.js'
import { Gate } from './service/gate.js'
import { LastKept } from './service/last-kept.js'
import { recordSkips } from './service/skips.js'
import { TroubleLine } from './service/trouble.js'

export interface CaptureOptions {
  /** Where the settings are read, anew at every moment. */
  readonly settings: CaptureSettingsSource
  /** In order of preference; the first that works is used. @default none */
  readonly sources?: readonly Factory<CaptureSource>[]
  readonly service?: CaptureServiceOptions
}

/**
 * The person's switches (SCREENSHOTS) and the service that takes pictures (CAPTURE_SERVICE). Takes none until that
 * service is started and its person has turned pictures on.
 */
export const capture = ({ settings, sources = [], service }: CaptureOptions): Plugin => ({
  name: '@meantime/capture',
  register(registry) {
    for (const source of sources) registry.contribute(CAPTURE_SOURCE, source)
    registry.provide(CAPTURE_SETTINGS, () => settings)
    registry.provide(SCREENSHOTS, (resolve) => {
      const [state, profiles, clock] = [resolve(STATE_STORE), resolve(PROFILES), resolve(CLOCK)]
      return new Screenshots({ state, settings: resolve(CAPTURE_SETTINGS), profiles, clock })
    })
    registry.provide(CAPTURE_SERVICE, (resolve) => captureService(resolve, service))
  },
})

function captureService(resolve: Resolve, options: CaptureServiceOptions | undefined): CaptureService {
  const [clock, newId, logger] = [resolve(CLOCK), resolve(NEW_ID), resolve(LOGGER)]
  const [state, journal, ledger] = [resolve(STATE_STORE), resolve(JOURNAL), resolve(SHOT_LEDGER)]
  const screenshots = resolve(SCREENSHOTS)
  const trouble = new TroubleLine(state, clock, logger)
  return new CaptureService(
    {
      screenshots,
      journal,
      ledger,
      state,
      clock,
      newId,
      logger,
      changes: resolve(CHANGE_FEED),
      gate: new Gate({ screenshots, journal, presence: resolve.optional(PRESENCE) }),
      blind: new BlindSpots(state),
      spent: new SpentIntervals(state),
      camera: new Camera(resolve.all(CAPTURE_SOURCE), { clock, random: resolve(RANDOM), trouble }),
      pipeline: createPicturePipeline,
      lastKept: new LastKept(),
      keeper: resolve(SHOT_KEEPER),
      skipped: (moment, skips) => recordSkips({ ledger, newId, logger }, moment, skips),
    },
    options,
  )
}
