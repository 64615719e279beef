import { type Area, MeantimeError, type Shot, type ShotKeeper, type ShotLedger, type ShotPicture } from '@meantime/core'
import { redactPicture } from './redact.js'

export interface HeldPictures {
  readonly ledger: ShotLedger
  readonly keeper: ShotKeeper
}

/**
 * Makes areas (pixels of the picture) unreadable in a picture that is held; what was there is gone. Gives the shot as it
 * is then. Throws SHOT_NOT_HELD, NO_PICTURE (kind state) or AREA_OUTSIDE (kind input); then nothing was changed.
 */
export async function redactHeld(
  { ledger, keeper }: HeldPictures,
  shot: Shot,
  areas: 'all' | readonly Area[],
): Promise<Shot> {
  if (shot.state === 'queued') throw tooLate()
  const before = await keeper.read(shot)
  if (before === undefined || shot.picture === undefined) throw noPicture()
  const { bytes, mediaType, width, height, redacted } = await redactPicture(before, areas)
  if (redacted === 0) throw outside(width, height)
  const facts = { mediaType, width, height, redacted: together(shot.picture, redacted) }
  if (!(await keeper.replace(shot.id, bytes, facts))) throw tooLate()
  return (await ledger.get(shot.id)) ?? shot
}

const together = (before: ShotPicture, more: number | 'all'): number | 'all' =>
  before.redacted === 'all' || more === 'all' ? 'all' : before.redacted + more

const tooLate = () =>
  new MeantimeError({
    code: 'SHOT_NOT_HELD',
    kind: 'state',
    message: 'This picture waits to be sent already; it can only be deleted now.',
    safe: 'Nothing was changed.',
    hint: 'Run `meantime screenshots delete` with its id.',
  })

const noPicture = () =>
  new MeantimeError({
    code: 'NO_PICTURE',
    kind: 'state',
    message: 'This picture is not on this computer any more.',
    safe: 'Nothing was changed.',
  })

const outside = (width: number, height: number) =>
  new MeantimeError({
    code: 'AREA_OUTSIDE',
    kind: 'input',
    message: 'No named area lies in the picture.',
    safe: 'Nothing was changed.',
    hint: `It is ${width} × ${height} pixels.`,
  })
