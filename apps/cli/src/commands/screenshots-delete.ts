import { SHOT_KEEPER, SHOT_LEDGER, type Shot, type ShotState, TIME_TRACKER } from '@meantime/core'
import { agreed } from '../agreed.js'
import type { Context, Invocation } from '../context.js'
import { inputError } from '../errors.js'
import { ALL_SHOTS, namedShot } from '../named-shots.js'

export interface ScreenshotsDeleteOptions {
  readonly allHeld?: boolean
  readonly entry?: string
  readonly yes?: boolean
}

const HERE: readonly ShotState[] = ['held', 'queued']
const NOBODY_TO_ASK = {
  message: 'Deleting pictures cannot be undone, and there is nobody to ask.',
  hint: 'Say so by --yes.',
}
/** One transaction does not block others for long. */
const AT_A_TIME = 500

export async function run(
  context: Context,
  { args, options }: Invocation<ScreenshotsDeleteOptions>,
): Promise<undefined> {
  if (args.length === 0 && !options.allHeld && options.entry === undefined) throw nothingNamed()
  const app = await context.open([TIME_TRACKER, SHOT_LEDGER, SHOT_KEEPER], undefined, { pictures: true })
  const [ledger, { account }] = [app.get(SHOT_LEDGER), app.get(TIME_TRACKER)]
  const named = new Map<string, Shot>()
  for (const text of args) add([await namedShot(ledger, account, text)])
  if (options.allHeld) add(await ledger.list({ account, states: ['held'], limit: ALL_SHOTS }))
  if (options.entry !== undefined)
    add((await ledger.list({ account, states: HERE, limit: ALL_SHOTS })).filter(isOf(options.entry)))
  const here = [...named.values()].filter(({ state }) => HERE.includes(state))
  const agreement = { question: `Delete ${pictures(here.length)} for good?`, yes: options.yes, refusal: NOBODY_TO_ASK }
  if (here.length > 0 && !(await agreed(context, agreement))) {
    context.out.result({ deleted: [], tooLate: [] }, () => 'Nothing was deleted.')
    return undefined
  }
  const deleted: string[] = []
  for (let at = 0; at < here.length; at += AT_A_TIME)
    deleted.push(...(await app.get(SHOT_KEEPER).delete(here.slice(at, at + AT_A_TIME).map(({ id }) => id))))
  const tooLate = [...named.keys()].filter((id) => !deleted.includes(id))
  context.out.result({ deleted, tooLate }, () => `${pictures(deleted.length)} deleted; the worked time stays.`)
  if (tooLate.length > 0)
    context.out.note(`${pictures(tooLate.length)} could not be: already gone from this computer, or being sent now.`)
  return undefined

  function add(shots: readonly Shot[]): void {
    for (const shot of shots) named.set(shot.id, shot)
  }
}

/** Ids of entries are shown whole; the end of one is enough. */
const isOf =
  (entry: string) =>
  ({ entryId }: Shot): boolean =>
    entry.length >= 4 && entryId.endsWith(entry.toLowerCase())

const pictures = (count: number): string => (count === 1 ? '1 picture' : `${count} pictures`)

const nothingNamed = () => inputError('SHOT_MISSING', 'No screenshot was named.', 'Name ids, --entry ID or --all-held.')
