import { nodeScreenshotsSource } from '@meantime/capture'
import { isMeantimeError, systemClock } from '@meantime/core'

/** A program: what the source says about this process's surroundings. */
const source = nodeScreenshotsSource({ clock: systemClock })
const availability = await source.availability()
const thrown = await source.capture('all', AbortSignal.timeout(20_000)).then(
  () => 'nothing',
  (error: unknown) => (isMeantimeError(error) ? error.code : String(error)),
)
process.stdout.write(`${JSON.stringify({ availability, thrown })}\n`)
