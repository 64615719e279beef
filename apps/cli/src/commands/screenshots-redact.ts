import { type Area, SHOT_KEEPER, SHOT_LEDGER, TIME_TRACKER } from '@meantime/core'
import type { Context, Invocation } from '../context.js'
import { inputError } from '../errors.js'
import { namedShot } from '../named-shots.js'
import { coveredWords } from '../output/shot-words.js'

export interface ScreenshotsRedactOptions {
  readonly area?: readonly string[]
  readonly all?: boolean
}

/** The picture from before is gone afterwards: what was covered cannot be brought back. */
export async function run(
  context: Context,
  { args, options }: Invocation<ScreenshotsRedactOptions>,
): Promise<undefined> {
  const areas = options.all ? 'all' : (options.area ?? []).map(areaOf)
  if (areas.length === 0)
    throw inputError('AREA_MISSING', 'No part of the picture was named.', 'Name --area x,y,w,h or --all.')
  const app = await context.open([TIME_TRACKER, SHOT_LEDGER, SHOT_KEEPER], undefined, { pictures: true })
  const [ledger, keeper] = [app.get(SHOT_LEDGER), app.get(SHOT_KEEPER)]
  const shot = await namedShot(ledger, app.get(TIME_TRACKER).account, args[0] ?? '')
  const { redactHeld } = await (await import('../compose.js')).pictureTools()
  const after = await redactHeld({ ledger, keeper }, shot, areas)
  context.out.result({ id: shot.id, picture: after.picture ?? null }, () => `${capital(coveredWords(after))}.`)
  return undefined
}

function areaOf(text: string): Area {
  const numbers = /^\d{1,6}(,\d{1,6}){3}$/.test(text) ? text.split(',').map(Number) : []
  const [x = 0, y = 0, width = 0, height = 0] = numbers
  if (width > 0 && height > 0) return { x, y, width, height }
  const message = '--area is not four whole numbers with commas between them.'
  throw inputError('AREA_INVALID', message, 'Name left, top, width and height in pixels: --area 0,0,400,300.')
}

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1)
