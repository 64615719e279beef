import { type Availability, MeantimeError, type Snapshot } from '@meantime/core'

const SAFE = 'Your time is tracked all the same, without pictures.'

export const captureUnavailable = (
  { code, message, hint }: Availability & { ok: false },
  cause?: unknown,
): MeantimeError => new MeantimeError({ code, kind: 'state', message, safe: SAFE, hint, cause })

export const NO_PICTURE = 'NO_PICTURE'

/** Every screen that was listed failed. */
export function noPicture(missed: Snapshot['missed']): MeantimeError {
  const reasons = missed.map(({ screen, reason }) => `${screen}: ${reason}`).join(' ')
  return new MeantimeError({
    code: NO_PICTURE,
    kind: 'state',
    message: `No screen gave a picture. ${reasons}`.trim(),
    safe: SAFE,
  })
}
