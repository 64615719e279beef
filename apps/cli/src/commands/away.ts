import { type App, CLOCK, CORRECTIONS, type OpenOffer } from '@meantime/core'
import { canAsk, lookForAway } from '../away.js'
import { tellAnswer } from '../away-answer.js'
import type { Context } from '../context.js'
import { awayDocument, awaySentence, awayTimes, suggested } from '../output/away.js'
import { localeOf } from '../output/locale.js'
import { type TimeFormat, timeFormat } from '../time/format.js'

/** What waits for an answer; a person at a terminal is asked when it is one thing. */
export async function run(context: Context): Promise<undefined> {
  const app = await context.open([CORRECTIONS])
  const open = await lookForAway(context, app)
  const clock = app.get(CLOCK)
  const now = clock.now()
  const time = timeFormat({ zone: clock.zone(), locale: localeOf(context.io.env) })
  context.out.result({ offers: open.map(awayDocument) }, (style) =>
    open.map((one, index) => `${style.strong(String(index + 1))}  ${awaySentence(one, time, now)}`).join('\n'),
  )
  const [only, ...more] = open
  if (only === undefined) context.out.note('Nothing to decide: no time away is counted as work.')
  else if (more.length === 0 && canAsk(context)) await ask(context, app, only, time)
  else context.out.note(hint(open))
  return undefined
}

function hint(open: readonly OpenOffer[]): string {
  const [first] = open
  const number = open.length === 1 ? '' : ' 1'
  const answer = first === undefined ? 'discard' : suggested(first)
  return `It stays counted until you answer: \`meantime away ${answer}${number}\`, or keep, discard, split, stop.`
}

async function ask(context: Context, app: App, open: OpenOffer, time: TimeFormat): Promise<void> {
  const { ask } = context.io
  if (ask === undefined) return
  const now = app.get(CLOCK).now()
  const [from, to] = awayTimes(open.offer, time, now).split(/ ?– ?/)
  const kind = await ask.choose('What was it?', [
    { value: 'discard', name: 'Not work: take it out' },
    { value: 'keep', name: 'Work: keep it' },
    { value: 'other', name: 'Something else: make it an entry of its own' },
    { value: 'split', name: `End the entry at ${from}, and begin another at ${to}` },
    { value: 'stop', name: `End the entry at ${from}` },
    { value: 'later', name: 'Decide later' },
  ])
  if (kind === 'later') return
  const corrections = app.get(CORRECTIONS)
  if (kind === 'other') {
    const description = await ask.text('What was it?')
    await tellAnswer(context, app, await corrections.answer(open.offer.id, { kind: 'split', description }), 'split')
  } else await tellAnswer(context, app, await corrections.answer(open.offer.id, { kind }), kind)
}
