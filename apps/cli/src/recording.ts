import {
  type App,
  CLOCK,
  type Clock,
  type Entry,
  PROFILES,
  STATE_STORE,
  TIME_TRACKER,
  type TimeTracker,
  type Tracked,
} from '@meantime/core'
import { lastSyncOf } from '@meantime/settings'
import type { Context } from './context.js'
import { agentLater, deliverLater } from './deliver-later.js'
import { entryDocument, entryName } from './output/entry.js'
import { localeOf } from './output/locale.js'
import type { Style } from './output/style.js'
import { duration, type TimeFormat, timeFormat } from './time/format.js'

export interface AtOption {
  readonly at?: string
}

/** What a recording command says on stdout. */
export type Say = (tracked: Tracked, words: { style: Style; time: TimeFormat; now: number }) => string

/** What else a person should know of now; never a reason for the command to fail. */
export type Remark = (app: App) => Promise<string | undefined>

/** Records one thing, tells it, and has it delivered in the background. Offline is no error: the work is on the disk. */
export async function record(
  context: Context,
  { at }: AtOption,
  act: (tracker: TimeTracker, at: number | undefined) => Promise<Tracked>,
  say: Say,
  remark: Remark = async () => undefined,
): Promise<undefined> {
  const app = await context.open([TIME_TRACKER, STATE_STORE, PROFILES])
  const clock = app.get(CLOCK)
  const tracked = await act(app.get(TIME_TRACKER), at === undefined ? undefined : await instant(at, clock))
  const { entry, stopped } = tracked
  if (entry.state === 'running') await agentLater(context, app)
  await tell(context, app, [entry, ...(stopped ? [stopped] : [])], (words) => ({
    document: { entry: entryDocument(entry, words.now), stopped: stopped ? entryDocument(stopped, words.now) : null },
    text: (style) => say(tracked, { style, ...words }),
  }))
  const more = await remark(app)
  if (more !== undefined) context.out.note(more)
  return undefined
}

export interface Told {
  readonly document: object
  readonly text: (style: Style) => string
}

/** Tells what was recorded, has it delivered, and says what is doubtful of it. */
export async function tell(
  context: Context,
  app: App,
  entries: readonly Entry[],
  told: (words: { readonly time: TimeFormat; readonly now: number }) => Told,
): Promise<void> {
  const clock = app.get(CLOCK)
  const now = clock.now()
  const time = timeFormat({ zone: clock.zone(), locale: localeOf(context.io.env) })
  const delivery = await deliverLater(context, app.get(PROFILES).current() !== undefined)
  const { document, text } = told({ time, now })
  context.out.result({ ...document, delivery }, text)
  context.out.note(`Saved on this computer. ${await deliveryNote(delivery, app, time, now)}`)
  for (const doubt of entries.flatMap((about) => doubts(about, now))) context.out.note(doubt)
}

/** Longer than anybody works at a stretch. */
const IMPLAUSIBLE_MS = 24 * 3_600_000

/** What a person would want to know about the times that were just recorded. Nothing is changed because of it. */
function doubts(entry: Entry, now: number): string[] {
  const name = entryName(entry)
  const found: string[] = []
  if (entry.anomalies.includes('clock-went-back'))
    found.push(`The clock was set back while ${name} was open; that stretch counts as 0. Check the clock.`)
  const last = entry.segments.at(-1)
  const length = last ? (last.to ?? now) - last.from : 0
  if (length > IMPLAUSIBLE_MS)
    found.push(`${name} counts ${duration(length)} without a break. Check the times and the clock.`)
  return found
}

async function instant(text: string, clock: Clock): Promise<number> {
  const { parseInstant } = await import('./time/parse-time.js')
  return parseInstant(text, '--at', { now: clock.now(), zone: clock.zone() })
}

async function deliveryNote(delivery: string, app: App, time: TimeFormat, now: number): Promise<string> {
  const profile = app.get(PROFILES).current()
  if (profile === undefined) return 'It will be delivered after `meantime login`.'
  const { last, signInNeeded } = await lastSyncOf(app.get(STATE_STORE), profile.accountId)
  if (signInNeeded) return 'Run `meantime login` to have it delivered.'
  if (delivery === 'manual') return 'Run `meantime sync` to deliver it.'
  if (last?.status === 'offline')
    return `It will be delivered when the server answers (not reached at ${time.moment(last.at, now)}).`
  if (last?.status === 'failing' || last?.status === 'refused')
    return 'It will be delivered when the server takes it (see `meantime status`).'
  return 'It is delivered in the background.'
}
