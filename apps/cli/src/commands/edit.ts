import { CLOCK, type Entry, HISTORY, PROFILES, type Segment, STATE_STORE, TIME_TRACKER, workedMs } from '@meantime/core'
import type { Context, Invocation } from '../context.js'
import { inputError } from '../errors.js'
import { latestEntry, namedEntries } from '../named-entries.js'
import { entryDocument, entryName } from '../output/entry.js'
import { tell } from '../recording.js'
import { parseBeside } from '../time/beside.js'
import { duration, type TimeFormat } from '../time/format.js'
import type { Now } from '../time/parse-time.js'

export interface EditOptions {
  readonly description?: string
  /** `false` for --no-project. */
  readonly project?: string | false
  readonly start?: string
  readonly end?: string
}

/** What was recorded, put right: the open entry, the last one, or one that is named. */
export async function run(context: Context, { args, options }: Invocation<EditOptions>): Promise<undefined> {
  const { description, project, start, end } = options
  if ([description, project, start, end].every((each) => each === undefined)) throw nothingNamed()
  const app = await context.open([TIME_TRACKER, HISTORY, STATE_STORE, PROFILES])
  const [tracker, clock] = [app.get(TIME_TRACKER), app.get(CLOCK)]
  const [named] = await namedEntries(tracker, args)
  const entry = named ?? (await latestEntry(tracker))
  const place = { now: clock.now(), zone: clock.zone() }
  const { after } = await app.get(HISTORY).edit(entry.id, {
    ...(description === undefined ? {} : { description }),
    ...(project === undefined ? {} : { project: project === false ? null : project }),
    ...(start === undefined && end === undefined ? {} : { segments: await segmentsOf(entry, options, place) }),
  })
  const edited = after.find(({ id }) => id === entry.id) ?? entry
  await tell(context, app, [edited], ({ time, now }) => ({
    document: { entry: entryDocument(edited, now) },
    text: (style) => `${style.good('Changed')}: ${style.strong(entryName(edited))}, ${when(edited, time, now)}.`,
  }))
  return undefined
}

/** What was worked between the new edges; pauses stay where they are. */
async function segmentsOf(entry: Entry, { start, end }: EditOptions, place: Now): Promise<readonly Segment[]> {
  let segments = entry.segments
  if (start !== undefined) {
    const from = await parseBeside(start, '--start', entry.startedAt, place)
    segments = segments
      .filter(({ to }) => (to ?? place.now) > from)
      .map((each, n) => (n === 0 ? { ...each, from } : each))
  }
  if (end !== undefined) {
    if (entry.state === 'running') throw stillRunning(entry)
    const to = await parseBeside(end, '--end', segments[0]?.from ?? entry.startedAt, place, { after: true })
    const kept = segments.filter(({ from }) => from < to)
    segments = kept.map((each, n) => (n === kept.length - 1 ? { ...each, to } : each))
  }
  if (segments.length === 0)
    throw inputError(
      'TIME_NEGATIVE',
      'Nothing would be left of the entry.',
      'Check the times, or `meantime delete` it.',
    )
  return segments
}

function when(entry: Entry, time: TimeFormat, now: number): string {
  const [first, last] = [entry.segments[0], entry.segments.at(-1)]
  const began = first?.from ?? entry.startedAt
  if (last === undefined || last.to === null) return `since ${time.moment(began, now)}`
  return `${time.span(began, last.to, now)}, ${duration(workedMs(entry, now))} worked`
}

const nothingNamed = () =>
  inputError('NOTHING_TO_CHANGE', 'Nothing to change was named.', 'Say --description, --project, --start or --end.')

const stillRunning = (entry: Entry) =>
  inputError('STILL_RUNNING', `${entryName(entry)} is still running.`, 'End it by `meantime stop --at`.')
