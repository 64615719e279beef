import { dirname } from 'node:path'
import { CLOCK, SHOT_KEEPER, SHOT_LEDGER, type Shot, TIME_TRACKER } from '@meantime/core'
import type { Context, Invocation } from '../context.js'
import { inputError } from '../errors.js'
import { namedShot, noPictureError } from '../named-shots.js'
import { localeOf } from '../output/locale.js'
import { oneLine } from '../output/printable.js'
import { shotDocument } from '../output/shot-document.js'
import { coveredWords, sizeWords } from '../output/shot-words.js'
import { timeFormat } from '../time/format.js'
import { exportPicture, withPrivateCopy } from '../unencrypted.js'

export interface ScreenshotsShowOptions {
  readonly output?: string
}

/** The unencrypted copy is removed also after Ctrl-C. */
export const endsItself = true

export async function run(context: Context, { args, options }: Invocation<ScreenshotsShowOptions>): Promise<undefined> {
  const { io, out } = context
  const view = io.stdout.isTTY === true && !context.flags.json ? io.view : undefined
  if (options.output === undefined && view === undefined)
    throw inputError('OUTPUT_MISSING', 'A picture can only be opened at a terminal.', 'Name a file by --output.')
  const app = await context.open([TIME_TRACKER, SHOT_LEDGER, SHOT_KEEPER], undefined, { pictures: true })
  const shot = await namedShot(app.get(SHOT_LEDGER), app.get(TIME_TRACKER).account, args[0] ?? '')
  const picture = await app.get(SHOT_KEEPER).read(shot)
  if (picture === undefined) throw noPictureError(shot)
  const clock = app.get(CLOCK)
  const time = timeFormat({ zone: clock.zone(), locale: localeOf(io.env) })
  const facts = `${time.momentWithDay(shot.takenAt)}${details(shot)}`
  const { output } = options
  if (output !== undefined) {
    await exportPicture(output, picture)
    out.result({ ...shotDocument(shot), file: output }, () => `${facts}\nWritten to ${oneLine(output, 500)}.`)
    out.note('That file is not encrypted; delete it when you are done.')
    return undefined
  }
  out.result({}, () => facts)
  const folder = dirname((await context.configuration()).paths.database)
  await withPrivateCopy(folder, picture, ending(shot), async (file) => {
    out.note(`An unencrypted copy is open for the moment: ${file}`)
    await view?.(file, io.interrupted)
  })
  out.note('The copy is deleted.')
  return undefined
}

function details(shot: Shot): string {
  const screen = shot.monitor === undefined ? [] : [oneLine(shot.monitor, 60)]
  return [...screen, ...sizeWords(shot), coveredWords(shot)]
    .filter((part) => part !== '')
    .map((part) => `, ${part}`)
    .join('')
}

const ENDINGS: Readonly<Record<string, string>> = { 'image/webp': 'webp', 'image/png': 'png', 'image/jpeg': 'jpg' }
const ending = ({ picture }: Shot): string => ENDINGS[picture?.mediaType ?? ''] ?? 'img'
