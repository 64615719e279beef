import { type AccountId, MeantimeError, type Shot, type ShotLedger, type TaskId } from '@meantime/core'
import { inputError } from './errors.js'
import { stateWords } from './output/shot-words.js'

/** More than anybody has in the log. */
export const ALL_SHOTS = 1_000_000
const ENDING = /^[0-9a-f-]{4,36}$/

/** The account's shot of this id, or the only one whose id ends so. Throws SHOT_UNKNOWN or SHOT_AMBIGUOUS. */
export async function namedShot(shots: ShotLedger, account: AccountId, text: string): Promise<Shot> {
  const ending = text.trim().toLowerCase()
  const exact = ending.length === 36 ? await shots.get(ending as TaskId) : undefined
  if (exact?.account === account) return exact
  const all = ENDING.test(ending) ? await shots.list({ account, limit: ALL_SHOTS }) : []
  const [found, other] = all.filter(({ id }) => id.endsWith(ending))
  if (other)
    throw inputError('SHOT_AMBIGUOUS', 'More than one screenshot has an id that ends so.', 'Name more of its id.')
  if (found) return found
  throw inputError('SHOT_UNKNOWN', 'There is no such screenshot.', 'Copy its id from `meantime screenshots list`.')
}

/** For something that can only be done with a picture that is here. */
export function noPictureError(shot: Shot): MeantimeError {
  return new MeantimeError({
    code: 'NO_PICTURE',
    kind: 'state',
    message: `This picture is not on this computer: ${stateWords(shot)}.`,
    safe: 'Nothing was changed.',
  })
}
