import { CLOCK, HISTORY, PROFILES, STATE_STORE } from '@meantime/core'
import type { Context, Invocation } from '../context.js'
import { inputError } from '../errors.js'
import { entryDocument, entryName } from '../output/entry.js'
import { tell } from '../recording.js'
import { descriptionFrom } from '../stdin.js'
import { parseBeside } from '../time/beside.js'
import { duration } from '../time/format.js'
import { type Now, parseInstant } from '../time/parse-time.js'
import { readDuration } from '../time/read-duration.js'

export interface AddOptions {
  readonly from?: string
  readonly to?: string
  readonly for?: string
  readonly project?: string
}

/** Work that was not tracked, as an entry that has ended. */
export async function run(context: Context, { args, options }: Invocation<AddOptions>): Promise<undefined> {
  const description = await descriptionFrom(args, context.io)
  const app = await context.open([HISTORY, STATE_STORE, PROFILES])
  const clock = app.get(CLOCK)
  const segment = await segmentOf(options, { now: clock.now(), zone: clock.zone() })
  const { after } = await app.get(HISTORY).add({ description, project: options.project ?? null, segments: [segment] })
  const [entry] = after
  if (entry === undefined) throw new Error('The journal recorded a decision but returned no entry')
  await tell(context, app, [entry], ({ time, now }) => ({
    document: { entry: entryDocument(entry, now) },
    text: (style) =>
      `${style.good('Added')} ${style.strong(entryName(entry))}: ${time.span(segment.from, segment.to, now)}, ` +
      `${duration(segment.to - segment.from)}.`,
  }))
  return undefined
}

async function segmentOf({ from: begin, to: end, for: length }: AddOptions, place: Now) {
  if (begin === undefined || (end === undefined) === (length === undefined))
    throw inputError(
      'TIME_MISSING',
      'An entry that is added needs its times.',
      'Say --from 9:00 --to 9:45, or --from 9:00 --for 45m.',
    )
  const from = await parseInstant(begin, '--from', place)
  if (length !== undefined) return { from, to: from + readDuration(length) }
  return { from, to: await parseBeside(end ?? '', '--to', from, place, { after: true }) }
}
