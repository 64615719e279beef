import { MeantimeError } from '@meantime/core'

export const PICTURE_UNREADABLE = 'PICTURE_UNREADABLE'
export const PICTURE_TOO_LARGE = 'PICTURE_TOO_LARGE'
export const PICTURES_UNAVAILABLE = 'PICTURES_UNAVAILABLE'

const SAFE = 'Your time is tracked all the same.'

export const unreadablePicture = (what: string, cause?: unknown): MeantimeError =>
  new MeantimeError({ code: PICTURE_UNREADABLE, kind: 'input', message: what, safe: SAFE, cause })

export const tooLargePicture = (what: string): MeantimeError =>
  new MeantimeError({ code: PICTURE_TOO_LARGE, kind: 'input', message: what, safe: SAFE })

export const picturesUnavailable = (cause: unknown): MeantimeError =>
  new MeantimeError({
    code: PICTURES_UNAVAILABLE,
    kind: 'state',
    message: 'The part that compresses pictures (sharp) could not be loaded on this computer.',
    safe: SAFE,
    hint: 'Install Meantime again; if that does not help, your system may have no build of sharp.',
    cause,
  })
