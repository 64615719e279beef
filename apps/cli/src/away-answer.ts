import {
  type Answered,
  type App,
  type AwayAnswer,
  CLOCK,
  CORRECTIONS,
  type OpenOffer,
  PROFILES,
  STATE_STORE,
  workedMs,
} from '@meantime/core'
import { lookForAway } from './away.js'
import type { Context } from './context.js'
import { deliverLater } from './deliver-later.js'
import { inputError } from './errors.js'
import { entryDocument, entryName } from './output/entry.js'
import { localeOf } from './output/locale.js'
import { duration, timeFormat } from './time/format.js'

/** Answers the offer that is named by its number or id, or the only one there is. */
export async function answerAway(context: Context, named: string | undefined, answer: AwayAnswer): Promise<undefined> {
  const app = await context.open([CORRECTIONS, PROFILES, STATE_STORE])
  const offer = chosen(await lookForAway(context, app), named)
  await tellAnswer(context, app, await app.get(CORRECTIONS).answer(offer.offer.id, answer), answer.kind)
  return undefined
}

export async function tellAnswer(
  context: Context,
  app: App,
  answered: Answered,
  kind: AwayAnswer['kind'],
): Promise<void> {
  const clock = app.get(CLOCK)
  const now = clock.now()
  const time = timeFormat({ zone: clock.zone(), locale: localeOf(context.io.env) })
  const { offer, entries } = answered
  const delivery = await deliverLater(context, app.get(PROFILES).current() !== undefined)
  const document = {
    answer: kind,
    offer: { id: offer.id, from: new Date(offer.from).toISOString(), to: new Date(offer.to).toISOString() },
    entries: entries.map((entry) => entryDocument(entry, now)),
    delivery,
  }
  context.out.result(document, (style) => {
    if (kind === 'keep') return `${style.good('Kept')} as work; nothing was changed.`
    return entries
      .map((entry) => {
        const end = entry.state === 'running' ? 'now' : time.moment(entry.segments.at(-1)?.to ?? now, now)
        const times = `${time.moment(entry.startedAt, now)}–${end}`
        return `${style.good('Corrected')} ${style.strong(entryName(entry))} ${times}: ${duration(workedMs(entry, now))} worked.`
      })
      .join('\n')
  })
}

function chosen(open: readonly OpenOffer[], named: string | undefined): OpenOffer {
  const [first, second] = open
  if (named === undefined) {
    if (first !== undefined && second === undefined) return first
    throw first === undefined
      ? inputError('AWAY_NONE', 'No time away waits for an answer.', 'Run `meantime log` to see what is counted.')
      : inputError(
          'AWAY_WHICH',
          `${open.length} times away wait for an answer.`,
          'Name one by its number in `meantime away`.',
        )
  }
  const found =
    open.find(({ offer }) => offer.id === named) ?? (/^\d{1,4}$/.test(named) ? open[Number(named) - 1] : undefined)
  if (found) return found
  throw inputError('AWAY_UNKNOWN', 'There is no such time away.', 'Name one by its number in `meantime away`.')
}
