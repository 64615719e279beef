import type { CaptureView } from '../../../bridge/shapes.js'

export type CaptureStanding = 'further' | 'private' | 'period' | 'paused' | 'trouble' | 'on'

/** The one thing to say about screenshots that were agreed to: what stops them comes first. */
export function captureStanding(capture: CaptureView, now: number): CaptureStanding {
  if (capture.further.length > 0) return 'further'
  if (capture.private) return 'private'
  if (capture.pausedUntil !== undefined && capture.pausedUntil > now) return 'paused'
  if (capture.privatePeriod !== undefined) return 'period'
  return capture.trouble ? 'trouble' : 'on'
}
