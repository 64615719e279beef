import { type App, CLOCK, LOCKS, SHOT_LEDGER, type Shot, type ShotQuery, TIME_TRACKER } from '@meantime/core'
import { seatTaken } from '@meantime/settings'
import type { Screenshots, Standing, Trouble } from '../compose.js'
import type { Context } from '../context.js'
import { localeOf } from '../output/locale.js'
import { oneLine } from '../output/printable.js'
import { exclusionsWords, standingWords, termsDocument } from '../output/screenshots.js'
import { SCREENSHOTS } from '../services.js'
import { type TimeFormat, timeFormat } from '../time/format.js'

const MANY = 10_000

interface Found {
  readonly standing: Standing
  readonly running: boolean
  readonly agent: boolean
  readonly trouble: Trouble | undefined
  readonly unknown: Awaited<ReturnType<Screenshots['unknown']>>
  readonly window: { readonly from: number; readonly to: number }
  readonly held: readonly Shot[]
  readonly lastTaken: Shot | undefined
  readonly lastSkipped: Shot | undefined
  readonly skippedWords: string
}

/** Looks only at the disk. */
export async function run(context: Context): Promise<undefined> {
  const app = await context.open([SCREENSHOTS, SHOT_LEDGER, TIME_TRACKER, LOCKS], undefined, { capture: 'switches' })
  const found = await look(app)
  const clock = app.get(CLOCK)
  const [now, time] = [clock.now(), timeFormat({ zone: clock.zone(), locale: localeOf(context.io.env) })]
  context.out.result(document(found), (style) => {
    const { standing, trouble, held, lastTaken, lastSkipped } = found
    const { settings, consent } = standing
    const at = (moment: number) => time.moment(moment, now)
    const state = standing.on ? style.good('on') : style.strong(standingWords(standing))
    const rows: (readonly [string, string])[] = [
      ['Screenshots', `${state}${consent ? `, agreed to ${at(consent.at)}` : ''}`],
      ['Now', nowWords(found, time, now)],
      ...(standing.on && !found.agent ? [['Agent', AGENT_MISSING] as const] : []),
      ...(trouble ? [['Trouble', troubleWords(trouble, at)] as const] : []),
      ...(standing.on && found.unknown.length > 0 ? [['Not known', unknownWords(found)] as const] : []),
      ['Excluded', exclusionsWords(settings)],
      ['Private', settings.privatePeriods.join('; ') || 'no weekly times'],
      ['Held here', heldWords(held, at)],
      ['Last taken', lastTaken ? `${at(lastTaken.takenAt)}${screenOf(lastTaken)}` : 'never'],
      ...(lastSkipped ? [['Last missing', `${at(lastSkipped.takenAt)}: ${found.skippedWords}`] as const] : []),
    ]
    return rows.map(([name, text]) => `${name.padEnd(12)} ${text}`).join('\n')
  })
  return undefined
}

const AGENT_MISSING = 'none is at work; `meantime start` starts one, or `meantime agent`'

async function look(app: App): Promise<Found> {
  const screenshots = app.get(SCREENSHOTS)
  const { account } = screenshots
  const list = (query: Omit<ShotQuery, 'account'>) => app.get(SHOT_LEDGER).list({ account, ...query })
  const [lastTaken] = await list({ states: ['held', 'queued', 'sent', 'deleted', 'dropped'], limit: 1 })
  const [lastSkipped] = await list({ states: ['skipped'], limit: 1 })
  return {
    standing: await screenshots.standing(),
    running: (await app.get(TIME_TRACKER).current())?.state === 'running',
    agent: await seatTaken('agent', { locks: app.get(LOCKS) }),
    trouble: await screenshots.trouble(),
    unknown: await screenshots.unknown(),
    window: await screenshots.window(),
    held: await list({ states: ['held'], limit: MANY }),
    lastTaken,
    lastSkipped,
    skippedWords: screenshots.reasonWords(lastSkipped?.reason ?? ''),
  }
}

/** Never the moment itself: nobody may know it, the person least of all. */
function nowWords({ standing, running, window }: Found, time: TimeFormat, now: number): string {
  if (!standing.on) return standing.consent ? 'none is taken; `meantime screenshots on` to agree' : 'none is taken'
  if (standing.private) return 'private, until `meantime screenshots private off`'
  if (standing.privatePeriod !== undefined) return `private: ${standing.privatePeriod}`
  if (standing.pausedUntil !== undefined) return `paused until ${time.moment(standing.pausedUntil, now)}`
  if (!running) return 'nothing is running, so none is taken'
  return `the next one at some moment from ${time.moment(window.from, now)} to ${time.moment(window.to, now)}`
}

const troubleWords = ({ message, hint, since }: Trouble, at: (moment: number) => string): string =>
  oneLine(`${message} ${hint ?? ''} (since ${at(since)})`, 300)

const NOT_KNOWN = { idle: 'whether anybody is there', locked: 'whether the screen is locked' }

const unknownWords = ({ unknown }: Found): string =>
  `${unknown.map((spot) => NOT_KNOWN[spot]).join(', nor ')}: this system does not tell, so pictures are taken also then`

function heldWords(held: readonly Shot[], at: (moment: number) => string): string {
  const ends = held.map(({ holdUntil = 0 }) => holdUntil)
  if (ends.length === 0) return 'none'
  const first = at(Math.min(...ends))
  return ends.length === 1
    ? `1 picture, yours until ${first}`
    : `${ends.length} pictures, yours until ${first}, the last until ${at(Math.max(...ends))}`
}

const screenOf = ({ monitor }: Shot): string => (monitor === undefined ? '' : ` (${oneLine(monitor, 60)})`)

function document(found: Found) {
  const { standing, running, agent, trouble, window, held, lastTaken, lastSkipped, skippedWords } = found
  const iso = (at: number | undefined) => (at === undefined ? null : new Date(at).toISOString())
  const ends = held.map(({ holdUntil = 0 }) => holdUntil)
  const possible = standing.on && running && !standing.private && standing.privatePeriod === undefined
  return {
    on: standing.on,
    agreedAt: iso(standing.consent?.at),
    further: standing.further.map(({ words }) => words),
    pausedUntil: iso(standing.pausedUntil),
    private: standing.private,
    privatePeriod: standing.privatePeriod ?? null,
    running,
    agent,
    next: possible && standing.pausedUntil === undefined ? { from: iso(window.from), to: iso(window.to) } : null,
    trouble: trouble
      ? { code: trouble.code, message: trouble.message, hint: trouble.hint ?? null, since: iso(trouble.since) }
      : null,
    unknown: found.unknown,
    settings: termsDocument(standing.settings),
    held: {
      count: held.length,
      firstUntil: ends.length ? iso(Math.min(...ends)) : null,
      lastUntil: ends.length ? iso(Math.max(...ends)) : null,
    },
    lastTaken: lastTaken
      ? { at: iso(lastTaken.takenAt), monitor: lastTaken.monitor ?? null, state: lastTaken.state }
      : null,
    lastSkipped: lastSkipped
      ? { at: iso(lastSkipped.takenAt), reason: lastSkipped.reason ?? null, words: skippedWords }
      : null,
  }
}
